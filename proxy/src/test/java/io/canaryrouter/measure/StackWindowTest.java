package io.canaryrouter.measure;

import static org.assertj.core.api.Assertions.assertThat;

import io.canaryrouter.split.Stack;
import java.util.ArrayDeque;
import java.util.Random;
import org.junit.jupiter.api.Test;

class StackWindowTest {
  private static final long SECOND = 1_000_000_000L;
  private static final long START = 1_000 * SECOND;

  private final StackWindow window = new StackWindow(START);

  @Test
  void aRequestLeavesTheWindowAfterAMinute() {
    window.record(sample(START, Outcome.OK));
    assertThat(total(START)).isEqualTo(1);
    assertThat(total(START + 59 * SECOND)).isEqualTo(1);
    assertThat(total(START + 60 * SECOND)).isZero();
    assertThat(window.snapshot(START + 60 * SECOND).latency().count()).isZero();
  }

  @Test
  void theWindowShowsQuantilesOfSuccessesOnly() {
    for (int millis = 1; millis <= 100; millis++) {
      window.record(sample(START, Outcome.OK, millis));
    }
    window.record(sample(START, Outcome.SERVER_ERROR, 90_000));
    Window.Quantiles latency = window.snapshot(START).latency();
    assertThat(latency.count()).isEqualTo(100);
    assertThat(latency.p50Micros()).isBetween(49_500L, 50_500L);
    assertThat(latency.p95Micros()).isBetween(94_000L, 96_000L);
    assertThat(latency.p99Micros()).isBetween(98_000L, 100_000L);
    assertThat(window.snapshot(START).counts().errorRate()).isEqualTo(1 / 101.0);
  }

  @Test
  void aLongSilenceEmptiesTheWindowAtOnce() {
    window.record(sample(START, Outcome.OK));
    assertThat(total(START + 1_000_000_000 * SECOND)).isZero();
  }

  @Test
  void aLateSampleCountsInItsOwnSecondOrNotAtAll() {
    window.snapshot(START + 30 * SECOND);
    window.record(sample(START, Outcome.OK));
    assertThat(total(START + 59 * SECOND)).isEqualTo(1);
    window.record(sample(START - 10 * SECOND, Outcome.OK));
    assertThat(total(START + 59 * SECOND)).isEqualTo(1);
    assertThat(total(START + 60 * SECOND)).isZero();
  }

  @Test
  void theWindowAgreesWithAListOfAllSamples() {
    long seed = 7;
    Random random = new Random(seed);
    ArrayDeque<Long> seconds = new ArrayDeque<>();
    long now = START;
    for (int i = 0; i < 5_000; i++) {
      now += random.nextInt(50) == 0 ? random.nextInt(80) * SECOND : random.nextInt(900_000_000);
      window.record(sample(now, Outcome.OK));
      seconds.add(now / SECOND);
      long oldest = now / SECOND - StackWindow.SECONDS;
      seconds.removeIf(second -> second <= oldest);
      assertThat(total(now)).as("seed %d step %d", seed, i).isEqualTo(seconds.size());
    }
  }

  private long total(long nowNanos) {
    return window.snapshot(nowNanos).counts().total();
  }

  private static Sample sample(long endNanos, Outcome outcome) {
    return sample(endNanos, outcome, 10);
  }

  private static Sample sample(long endNanos, Outcome outcome, long millis) {
    return new Sample(
        endNanos, 1, Stack.GREEN, outcome, 0, false, true, 1, millis * 1_000_000, "other");
  }
}
