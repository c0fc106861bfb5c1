package io.canaryrouter.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
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
      record("login", (long) (MILLI * 100 * random.nextDouble()));
    }
    refresh();
    assertThat(rank("login", 10 * MILLI)).isCloseTo(0.1, within(0.01));
    assertThat(rank("login", 50 * MILLI)).isCloseTo(0.5, within(0.015));
    assertThat(rank("login", 3_600 * SECOND)).isEqualTo(1);
    assertThat(rank("login", 0)).isCloseTo(0, within(0.01));
    assertThat(isAboveP95("login", 93 * MILLI)).isFalse();
    assertThat(isAboveP95("login", 98 * MILLI)).isTrue();
    assertThat(isAboveP99("login", 97 * MILLI)).isFalse();
    assertThat(isAboveP99("login", 103 * MILLI)).isTrue();
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
      double rank = rank("login", nanos);
      if (!Double.isNaN(rank)) {
        ranks += rank;
        above += isAboveP95("login", nanos) ? 1 : 0;
        scored++;
      }
      record("login", nanos);
      now += SECOND / 50;
      blue.tick(now);
    }
    assertThat(ranks / scored).isCloseTo(0.5, within(0.01));
    assertThat(above / scored).isBetween(0.042, 0.053);
  }

  @Test
  void aScaleIsMadeOfThePastOnly() {
    for (int i = 0; i < 1_000; i++) {
      record("login", 50 * MILLI);
    }
    assertThat(rank("login", 60 * MILLI)).isNaN();
    refresh();
    assertThat(rank("login", 60 * MILLI)).isEqualTo(1);
    for (int i = 0; i < 100_000; i++) {
      record("login", 500 * MILLI);
    }
    assertThat(rank("login", 60 * MILLI)).isEqualTo(1);
    refresh();
    assertThat(rank("login", 60 * MILLI)).isLessThan(0.1);
  }

  @Test
  void aRouteOfFewSamplesIsScoredOnTheScaleOfAll() {
    for (int i = 0; i < 199; i++) {
      record("login", 10 * MILLI);
    }
    refresh();
    assertThat(rank("login", 20 * MILLI)).isNaN();
    record("elsewhere", 30 * MILLI);
    refresh();
    assertThat(rank("login", 20 * MILLI)).isNaN();
    for (int i = 0; i < 200; i++) {
      record("elsewhere", 30 * MILLI);
    }
    refresh();
    assertThat(rank("login", 20 * MILLI)).isCloseTo(0.5, within(0.02));
    for (int i = 0; i < 200; i++) {
      record("login", 10 * MILLI);
    }
    refresh();
    assertThat(rank("login", 20 * MILLI)).isEqualTo(1);
    assertThat(rank("search", 20 * MILLI)).isCloseTo(0.67, within(0.03));
  }

  @Test
  void halfOfASampleIsLeftAfterHalfAnHourAndNothingAfterADay() {
    for (int i = 0; i < 1_000; i++) {
      record("login", 10 * MILLI);
    }
    refresh();
    for (int half = 0; half < 59; half++) {
      refresh();
    }
    for (int i = 0; i < 500; i++) {
      record("login", 100 * MILLI);
    }
    refresh();
    assertThat(rank("login", 50 * MILLI)).isCloseTo(0.5, within(0.01));
    now += TimeUnit.DAYS.toNanos(1);
    blue.tick(now);
    refresh();
    assertThat(rank("login", 50 * MILLI)).isNaN();
  }

  @Test
  void timeThatStepsBackChangesNothing() {
    for (int i = 0; i < 1_000; i++) {
      record("login", 10 * MILLI);
    }
    refresh();
    blue.tick(now - 3_600 * SECOND);
    blue.tick(Long.MIN_VALUE);
    assertThat(rank("login", 5 * MILLI)).isZero();
    assertThat(rank("login", Long.MAX_VALUE)).isEqualTo(1);
  }

  @Test
  void aNewBlueIsANewScale() {
    for (int i = 0; i < 1_000; i++) {
      record("login", 10 * MILLI);
    }
    refresh();
    blue.restart(now);
    assertThat(rank("login", 5 * MILLI)).isNaN();
  }

  @Test
  void routesBeyondTheBoundAreScoredOnTheScaleOfAll() {
    List<String> names = IntStream.range(0, 100).mapToObj(i -> "route-" + i).toList();
    BlueLatencies many = new BlueLatencies(0, names);
    assertThat(names.stream().map(many::of).distinct()).hasSize(BlueLatencies.MOST_ROUTES + 1);
    assertThat(many.of("route-99")).isSameAs(many.of("unheard-of"));
  }

  @Test
  void aScaleThatIsReadTellsWhatTheOneThatWasWrittenWouldTellNext() throws IOException {
    for (int i = 0; i < 1_000; i++) {
      record("login", (10 + i % 50) * MILLI);
      record("search", 90 * MILLI);
    }
    byte[] written = written();
    refresh();
    BlueLatencies read = new BlueLatencies(0, List.of("search", "save"));
    read.readFrom(new DataInputStream(new ByteArrayInputStream(written)), -5);
    DecayedLatencies search = Objects.requireNonNull(read.of("search").known());
    assertThat(search.rank(LatencyScale.stepOf(100 * MILLI))).isEqualTo(1);
    DecayedLatencies all = Objects.requireNonNull(read.of("login").known());
    assertThat(all.rank(LatencyScale.stepOf(35 * MILLI)))
        .isEqualTo(rank("elsewhere", 35 * MILLI))
        .isCloseTo(0.25, within(0.02));

    byte[] damaged = written;
    damaged[LatencyScale.STEPS * 4] = (byte) 0xff;
    assertThatThrownBy(
            () -> read.readFrom(new DataInputStream(new ByteArrayInputStream(damaged)), 0))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("damaged");
    assertThat(read.of("search").known()).isNull();
  }

  private byte[] written() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    blue.writeTo(new DataOutputStream(bytes));
    return bytes.toByteArray();
  }

  @Test
  void fiveRequestsOfAUserCountAMinute() {
    UserCap cap = new UserCap(0, 5);
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

  private void record(String route, long nanos) {
    blue.of(route).record(LatencyScale.stepOf(nanos));
  }

  /** NaN when blue tells nothing. */
  private double rank(String route, long nanos) {
    DecayedLatencies scale = blue.of(route).known();
    return scale == null ? Double.NaN : scale.rank(LatencyScale.stepOf(nanos));
  }

  private boolean isAboveP95(String route, long nanos) {
    return known(route).isAboveP95(LatencyScale.stepOf(nanos));
  }

  private boolean isAboveP99(String route, long nanos) {
    return known(route).isAboveP99(LatencyScale.stepOf(nanos));
  }

  private DecayedLatencies known(String route) {
    return Objects.requireNonNull(blue.of(route).known());
  }
}
