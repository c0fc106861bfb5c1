package io.canaryrouter.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The scale that latencies are scored on. */
class BlueLatenciesTest {
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
  private static final long MILLI = TimeUnit.MILLISECONDS.toNanos(1);

  private final BlueLatencies blue = new BlueLatencies(0, List.of("login", "search"));
  private long now;

  @Test
  void aRankIsThePartOfBluesLatenciesBelow() {
    Random random = new Random(1);
    for (int i = 0; i < 20_000; i++) {
      blue.record("login", (long) (MILLI * 100 * random.nextDouble()));
    }
    refresh();
    assertThat(blue.rank("login", 10 * MILLI)).isCloseTo(0.1, within(0.01));
    assertThat(blue.rank("login", 50 * MILLI)).isCloseTo(0.5, within(0.015));
    assertThat(blue.rank("login", 3_600 * SECOND)).isEqualTo(1);
    assertThat(blue.rank("login", 0)).isCloseTo(0, within(0.01));
    assertThat(blue.aboveP95("login", 93 * MILLI)).isZero();
    assertThat(blue.aboveP95("login", 98 * MILLI)).isEqualTo(1);
    assertThat(blue.isAboveP99("login", 97 * MILLI)).isFalse();
    assertThat(blue.isAboveP99("login", 103 * MILLI)).isTrue();
  }

  /** The scores of blue itself: a mean of one half, and at most 5 % above the 95th percentile. */
  @Test
  void bluesOwnScoresAreWhatTheTestsExpect() {
    Random random = new Random(2);
    double ranks = 0;
    double above = 0;
    int scored = 0;
    for (int i = 0; i < 100_000; i++) {
      long nanos = (long) (MILLI * 45 * Math.exp(0.5 * random.nextGaussian()));
      double rank = blue.rank("login", nanos);
      if (!Double.isNaN(rank)) {
        ranks += rank;
        above += blue.aboveP95("login", nanos);
        scored++;
      }
      blue.record("login", nanos);
      now += SECOND / 50;
      blue.tick(now);
    }
    assertThat(ranks / scored).isCloseTo(0.5, within(0.01));
    assertThat(above / scored).isBetween(0.042, 0.053);
  }

  @Test
  void aScaleIsMadeOfThePastOnly() {
    for (int i = 0; i < 1_000; i++) {
      blue.record("login", 50 * MILLI);
    }
    assertThat(blue.rank("login", 60 * MILLI)).isNaN();
    refresh();
    assertThat(blue.rank("login", 60 * MILLI)).isEqualTo(1);
    for (int i = 0; i < 100_000; i++) {
      blue.record("login", 500 * MILLI);
    }
    assertThat(blue.rank("login", 60 * MILLI)).isEqualTo(1);
    refresh();
    assertThat(blue.rank("login", 60 * MILLI)).isLessThan(0.1);
  }

  @Test
  void aRouteOfFewSamplesIsScoredOnTheScaleOfAll() {
    for (int i = 0; i < 199; i++) {
      blue.record("login", 10 * MILLI);
    }
    refresh();
    assertThat(blue.rank("login", 20 * MILLI)).isNaN();
    blue.record("elsewhere", 30 * MILLI);
    refresh();
    assertThat(blue.rank("login", 20 * MILLI)).isNaN();
    for (int i = 0; i < 200; i++) {
      blue.record("elsewhere", 30 * MILLI);
    }
    refresh();
    assertThat(blue.rank("login", 20 * MILLI)).isCloseTo(0.5, within(0.02));
    for (int i = 0; i < 200; i++) {
      blue.record("login", 10 * MILLI);
    }
    refresh();
    assertThat(blue.rank("login", 20 * MILLI)).isEqualTo(1);
    assertThat(blue.rank("search", 20 * MILLI)).isCloseTo(0.67, within(0.03));
  }

  @Test
  void halfOfASampleIsLeftAfterHalfAnHourAndNothingAfterADay() {
    for (int i = 0; i < 1_000; i++) {
      blue.record("login", 10 * MILLI);
    }
    refresh();
    for (int half = 0; half < 59; half++) {
      refresh();
    }
    for (int i = 0; i < 500; i++) {
      blue.record("login", 100 * MILLI);
    }
    refresh();
    assertThat(blue.rank("login", 50 * MILLI)).isCloseTo(0.5, within(0.01));
    now += TimeUnit.DAYS.toNanos(1);
    blue.tick(now);
    refresh();
    assertThat(blue.rank("login", 50 * MILLI)).isNaN();
  }

  @Test
  void timeThatStepsBackAndLatenciesThatAreNoneChangeNothing() {
    for (int i = 0; i < 1_000; i++) {
      blue.record("login", 10 * MILLI);
      blue.record("login", -1);
      blue.record("login", Long.MIN_VALUE);
    }
    refresh();
    blue.tick(now - 3_600 * SECOND);
    blue.tick(Long.MIN_VALUE);
    assertThat(blue.rank("login", 5 * MILLI)).isZero();
    assertThat(blue.rank("login", -5)).isNaN();
    assertThat(blue.aboveP95("login", -5)).isNaN();
    assertThat(blue.isAboveP99("login", -5)).isFalse();
    assertThat(blue.rank("login", Long.MAX_VALUE)).isEqualTo(1);
  }

  @Test
  void aNewBlueIsANewScale() {
    for (int i = 0; i < 1_000; i++) {
      blue.record("login", 10 * MILLI);
    }
    refresh();
    blue.restart(now);
    assertThat(blue.rank("login", 5 * MILLI)).isNaN();
  }

  @Test
  void fiveRequestsOfAUserCountAMinute() {
    UserCap cap = new UserCap(0);
    int admitted = 0;
    for (int i = 0; i < 1_000; i++) {
      admitted += cap.admit(42) ? 1 : 0;
    }
    assertThat(admitted).isEqualTo(5);
    assertThat(cap.admit(43)).isTrue();
    cap.tick(59 * SECOND);
    cap.tick(-SECOND);
    assertThat(cap.admit(42)).isFalse();
    cap.tick(60 * SECOND);
    assertThat(cap.admit(42)).isTrue();
    cap.tick(TimeUnit.DAYS.toNanos(9) + 59 * SECOND);
    assertThat(cap.admit(42)).isTrue();
  }

  private void refresh() {
    now += 30 * SECOND;
    blue.tick(now);
  }
}
