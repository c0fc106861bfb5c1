package io.canaryrouter.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.canaryrouter.split.Stack;
import io.canaryrouter.testing.FakeClock;
import io.canaryrouter.testing.Seeds;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TimelineTest {
  private static final long SECOND = 1_000_000_000L;

  /** So near the end of all numbers that a clock passes it within the test. */
  private static final long START = new FakeClock().getAsLong();

  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration HOUR = Duration.ofHours(1);

  private final Timeline timeline = new Timeline(48, START);

  @Test
  void aRequestLeavesTheMinuteAfterAMinuteTheHourAfterAnHourAndTheDayAfterADay() {
    record(START, Outcome.OK);
    assertThat(total(MINUTE, 59 * SECOND)).isEqualTo(1);
    assertThat(total(MINUTE, 60 * SECOND)).isZero();
    assertThat(total(HOUR, 59 * 60 * SECOND)).isEqualTo(1);
    assertThat(total(HOUR, 60 * 60 * SECOND)).isZero();
    assertThat(total(Duration.ofDays(1), 23 * 3_600 * SECOND)).isEqualTo(1);
    assertThat(total(Duration.ofDays(1), 24 * 3_600 * SECOND)).isZero();
    assertThat(total(Duration.ofDays(2), 47 * 3_600 * SECOND)).isEqualTo(1);
  }

  @Test
  void itReachesBackToTheSecondWithinAMinuteAndToTheMinuteWithinAnHour() {
    record(START, Outcome.OK);
    record(START + 100 * SECOND, Outcome.OK);
    long later = 110 * SECOND;
    assertThat(total(Duration.ofSeconds(10), later)).isZero();
    assertThat(total(Duration.ofSeconds(11), later)).isEqualTo(1);
    assertThat(total(Duration.ofSeconds(61), later)).isEqualTo(2);
    assertThat(timeline.last(Duration.ofSeconds(61), START + later).seconds()).isEqualTo(61);
  }

  @Test
  void whatItDoesNotRememberItRefusesToTell() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> timeline.last(Duration.ofHours(49), START))
        .withMessageContaining("48 h");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Timeline(0, START).last(Duration.ofHours(2), START));
  }

  @Test
  void theEpochHoldsWhatBelongsToItAndBeginsAnew() {
    timeline.record(sample(START, Outcome.OK, 5), true);
    timeline.record(sample(START, Outcome.OK, 5), false);
    assertThat(timeline.epoch(START + 7 * SECOND).counts().total()).isEqualTo(1);
    assertThat(timeline.epoch(START + 7 * SECOND).seconds()).isEqualTo(7);
    timeline.beginEpoch(START + 10 * SECOND);
    assertThat(timeline.epoch(START + 12 * SECOND).counts().total()).isZero();
    assertThat(timeline.epoch(START + 12 * SECOND).seconds()).isEqualTo(2);
    assertThat(total(MINUTE, 12 * SECOND)).isEqualTo(2);
  }

  @Test
  void quantilesAreThoseOfSuccessesOnly() {
    for (int millis = 1; millis <= 100; millis++) {
      timeline.record(sample(START, Outcome.OK, millis), true);
    }
    timeline.record(sample(START, Outcome.SERVER_ERROR, 90_000), true);
    Window window = timeline.last(MINUTE, START);
    assertThat(window.latency().count()).isEqualTo(100);
    assertThat(window.latency().p50Micros()).isBetween(49_400L, 50_600L);
    assertThat(window.latency().p95Micros()).isBetween(93_900L, 96_100L);
    assertThat(window.latency().p99Micros()).isBetween(97_900L, 100_100L);
    assertThat(window.counts().errorRate()).isEqualTo(1 / 101.0);
  }

  @Test
  void aLongSilenceEmptiesItAtOnce() {
    record(START, Outcome.OK);
    assertThat(total(Duration.ofDays(2), 1_000_000_000 * SECOND)).isZero();
  }

  @Test
  void aLateSampleCountsWhenItEndedOrNotAtAll() {
    assertThat(total(MINUTE, 90 * SECOND)).isZero();
    record(START + 60 * SECOND, Outcome.OK);
    assertThat(total(MINUTE, 90 * SECOND)).isEqualTo(1);
    record(START + 20 * SECOND, Outcome.OK);
    assertThat(total(MINUTE, 90 * SECOND)).isEqualTo(1);
    assertThat(total(HOUR, 90 * SECOND)).isEqualTo(2);
  }

  @Test
  void itAgreesWithAListOfAllSamples() {
    Seeds.rounds(
        20,
        random -> {
          Timeline any = new Timeline(0, START);
          List<Long> ends = new ArrayList<>();
          long elapsed = 0;
          for (int i = 0; i < 400; i++) {
            elapsed +=
                random.nextInt(50) == 0 ? random.nextInt(80) * SECOND : random.nextInt(900_000_000);
            any.record(sample(START + elapsed, Outcome.OK, 1), true);
            ends.add(elapsed);
            int back = 1 + random.nextInt(60);
            long first = elapsed / SECOND - back + 1;
            assertThat(any.last(Duration.ofSeconds(back), START + elapsed).counts().total())
                .isEqualTo(ends.stream().filter(end -> end / SECOND >= first).count());
          }
        });
  }

  private void record(long endNanos, Outcome outcome) {
    timeline.record(sample(endNanos, outcome, 10), true);
  }

  private long total(Duration time, long elapsedNanos) {
    return timeline.last(time, START + elapsedNanos).counts().total();
  }

  private static Sample sample(long endNanos, Outcome outcome, long millis) {
    return new Sample(
        endNanos, 1, Stack.GREEN, outcome, 0, false, true, 1, millis * 1_000_000, "other");
  }
}
