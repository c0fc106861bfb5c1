package io.canaryrouter.measure;

import static org.assertj.core.api.Assertions.assertThat;

import io.canaryrouter.testing.Seeds;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LatenciesTest {
  @Test
  void aQuantileIsThatOfTheSortedListToTwoPercent() {
    Seeds.rounds(
        200,
        random -> {
          long[] nanos = durations(random);
          Latencies latencies = recorded(nanos);
          Arrays.sort(nanos);
          for (double share : new double[] {0.01, 0.5, 0.95, 0.99, 1}) {
            long exact = nanos[(int) Math.ceil(share * nanos.length) - 1];
            assertThat(latencies.quantileNanos(share) / (double) exact).isBetween(0.988, 1.012);
          }
        });
  }

  @Test
  void twoAddedAreAsIfAllHadBeenRecordedInOne() {
    Seeds.rounds(
        200,
        random -> {
          long[] some = durations(random);
          long[] more = durations(random);
          Latencies sum = recorded(some);
          sum.add(recorded(more));
          Latencies all = recorded(some);
          Arrays.stream(more).forEach(all::record);
          assertThat(sum.count()).isEqualTo(some.length + more.length);
          for (int cell = 0; cell < BucketLayout.NATIVE.cells(); cell++) {
            assertThat(sum.of(cell)).isEqualTo(all.of(cell));
          }
        });
  }

  @Test
  void withoutDurationsThereIsNoQuantile() {
    assertThat(new Latencies().quantiles()).isEqualTo(new Window.Quantiles(0, 0, 0, 0));
  }

  @Test
  void aFullCellStaysFull() {
    Latencies latencies = new Latencies();
    latencies.add(5, Integer.MAX_VALUE);
    latencies.add(5, Integer.MAX_VALUE);
    assertThat(latencies.of(5)).isEqualTo(Integer.MAX_VALUE);
  }

  private static Latencies recorded(long[] nanos) {
    Latencies latencies = new Latencies();
    Arrays.stream(nanos).forEach(latencies::record);
    return latencies;
  }

  /** From 0.1 ms to some 100 s, each order of magnitude alike. */
  private static long[] durations(Random random) {
    return random
        .longs(1 + random.nextInt(300), 0, 6_000)
        .map(exponent -> (long) Math.pow(10, 5 + exponent / 1e3))
        .toArray();
  }
}
