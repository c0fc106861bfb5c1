package io.canaryrouter.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The rings against plain lists. */
class SlidingTest {
  @Test
  void countsAreThoseOfAPlainList() {
    for (long seed = 0; seed < 50; seed++) {
      Random random = new Random(seed);
      long now = random.nextInt(10_000) - 5_000L;
      SlidingSum counts = new SlidingSum(now);
      List<Long> samples = new ArrayList<>();
      for (int i = 0; i < 400; i++) {
        now += random.nextInt(12);
        long second = now - random.nextInt(3);
        counts.add(second);
        counts.moveTo(now);
        samples.add(second);
        int needed = 1 + random.nextInt(200);
        long first = counts.firstSecond(needed);
        long newest = counts.newest();
        assertThat(newest - first).isBetween(59L, 899L);
        assertThat(counts.since(first)).isEqualTo(since(samples, first));
        if (newest - first > 59) {
          assertThat(since(samples, first + 1)).isLessThan(needed);
        }
        if (newest - first < 899) {
          assertThat(since(samples, first)).isGreaterThanOrEqualTo(needed);
        }
      }
    }
  }

  private static long since(List<Long> samples, long first) {
    return samples.stream().filter(second -> second >= first).count();
  }

  @Test
  void thePercentileIsExactToOnePercent() {
    for (long seed = 0; seed < 100; seed++) {
      Random random = new Random(seed);
      SlidingLatencies latencies = new SlidingLatencies(0);
      double[] seconds = new double[1 + random.nextInt(2_000)];
      for (int i = 0; i < seconds.length; i++) {
        seconds[i] = 0.001 * Math.exp(random.nextDouble() * 8);
        latencies.add(random.nextInt(60), (long) (seconds[i] * 1e9));
      }
      latencies.moveTo(59);
      Arrays.sort(seconds);
      double exact = seconds[(int) Math.ceil(0.95 * seconds.length) - 1];
      assertThat(latencies.p95(0)).isCloseTo(exact, within(exact * 0.011));
    }
  }

  @Test
  void latenciesOfAnExtendedWindowReachBackToAWholeQuarterOfAMinute() {
    SlidingLatencies latencies = new SlidingLatencies(0);
    latencies.add(20, 1_000_000_000L);
    latencies.moveTo(200);
    assertThat(latencies.p95(141)).isNaN();
    assertThat(latencies.p95(30)).isNaN();
    assertThat(latencies.p95(29)).isCloseTo(1, within(0.01));
    latencies.moveTo(20 + 2_000);
    assertThat(latencies.p95(20)).isNaN();
  }

  @Test
  void aPositionIsALogarithm() {
    Random random = new Random(3);
    for (int i = 0; i < 100_000; i++) {
      long nanos = 1 + (long) Math.exp(random.nextDouble() * 43);
      assertThat(LatencyScale.positionOf(nanos))
          .isCloseTo(Math.log(nanos / 1e5) / Math.log(1.02), within(1e-5));
    }
  }

  @Test
  void whatIsBeyondTheScaleCountsAsItsEnd() {
    assertThat(LatencyScale.stepOf(0)).isZero();
    assertThat(LatencyScale.stepOf(Long.MAX_VALUE)).isEqualTo(LatencyScale.STEPS - 1);
    assertThat(LatencyScale.secondsOf(LatencyScale.STEPS - 1)).isGreaterThan(600);
  }
}
