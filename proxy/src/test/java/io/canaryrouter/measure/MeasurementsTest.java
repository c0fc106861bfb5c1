package io.canaryrouter.measure;

import static org.assertj.core.api.Assertions.assertThat;

import io.canaryrouter.identity.IdentitySource;
import io.canaryrouter.split.Stack;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class MeasurementsTest {
  private static final long MILLI = 1_000_000;

  private final Measurements measurements = new Measurements();
  private final Recorder one = measurements.newRecorder();
  private final Recorder other = measurements.newRecorder();

  @Test
  void theTotalsAreThoseOfAllEventLoops() {
    end(one, Stack.GREEN, Outcome.OK, false);
    end(other, Stack.GREEN, Outcome.OK, false);
    end(other, Stack.GREEN, Outcome.REFUSED, true);
    end(one, Stack.BLUE, Outcome.AUTH, false);
    one.began(Stack.BLUE);
    OutcomeCounts green = green().counts();
    assertThat(green.of(Outcome.OK)).isEqualTo(2);
    assertThat(green.of(Outcome.REFUSED, true)).isEqualTo(1);
    assertThat(green.of(Outcome.REFUSED, false)).isZero();
    assertThat(green.total()).isEqualTo(3);
    assertThat(green.rescued()).isEqualTo(1);
    assertThat(green().inflight()).isZero();
    assertThat(measurements.totals().stack(Stack.BLUE).inflight()).isEqualTo(1);
  }

  @Test
  void whatGreenFailedAndBlueSavedStillCountsAgainstGreen() {
    end(one, Stack.GREEN, Outcome.REFUSED, true);
    end(one, Stack.GREEN, Outcome.OK, false);
    end(one, Stack.GREEN, Outcome.CLIENT_ABORT, false);
    OutcomeCounts green = green().counts();
    assertThat(green.failures()).isEqualTo(1);
    assertThat(green.errorRate()).isEqualTo(0.5);
    assertThat(measurements.totals().stack(Stack.BLUE).counts().errorRate()).isZero();
  }

  @Test
  void latencyIsThatOfSuccessesOnlyAndTheOtherTimesThatOfAll() {
    end(one, Stack.GREEN, Outcome.OK, false);
    end(one, Stack.GREEN, Outcome.SERVER_ERROR, false);
    end(one, Stack.GREEN, Outcome.TUNNEL, false);
    assertThat(green().all().latency().count()).isEqualTo(1);
    assertThat(green().all().firstByte().count()).isEqualTo(2);
    assertThat(green().all().firstByte().sumSeconds()).isEqualTo(0.3);
    assertThat(green().all().total().count()).isEqualTo(2);
    assertThat(green().all().total().sumSeconds()).isEqualTo(0.4);
  }

  @Test
  void aDurationFallsIntoTheBucketWithTheNextHigherBound() {
    for (long millis : new long[] {0, 1, 2, 115, 116, 200, 59_000, 61_000, 10_000_000}) {
      one.connected(Stack.GREEN, millis * MILLI);
    }
    Durations connect = green().connect();
    assertThat(at(connect, 0.001)).isEqualTo(2);
    assertThat(at(connect, 0.0025)).isEqualTo(1);
    assertThat(at(connect, 0.115)).isEqualTo(1);
    assertThat(at(connect, 0.15)).isEqualTo(1);
    assertThat(at(connect, 0.2)).isEqualTo(1);
    assertThat(at(connect, 60)).isEqualTo(1);
    assertThat(connect.counts()[Durations.UPPER_BOUNDS_SECONDS.size()]).isEqualTo(2);
  }

  @Test
  void askingTwiceCountsNothingTwice() {
    end(one, Stack.GREEN, Outcome.OK, false);
    measurements.totals();
    end(one, Stack.GREEN, Outcome.OK, false);
    measurements.totals();
    assertThat(green().all().latency().count()).isEqualTo(2);
    assertThat(green().all().latency().sumSeconds()).isEqualTo(0.2);
  }

  @Test
  void eachRouteHasFiguresOfItsOwnAndTheStackTheSumOfThem() {
    end(one, "login", Outcome.AUTH, 401);
    end(other, "login", Outcome.OK, 200);
    end(other, "other", Outcome.CLIENT_ERROR, 404);
    end(one, "other", Outcome.CLIENT_ERROR, 418);
    Totals.StackTotals green = green();
    assertThat(green.routes()).containsOnlyKeys("other", "login");
    RouteTotals login = Objects.requireNonNull(green.routes().get("login"));
    assertThat(login.counts().total()).isEqualTo(2);
    assertThat(login.latency().count()).isEqualTo(1);
    assertThat(login.total().count()).isEqualTo(2);
    assertThat(login.rejections()).containsEntry(Rejection.UNAUTHORIZED, 1L);
    assertThat(green.counts().total()).isEqualTo(4);
    assertThat(green.all().rejections())
        .containsEntry(Rejection.UNAUTHORIZED, 1L)
        .containsEntry(Rejection.NOT_FOUND, 1L)
        .containsEntry(Rejection.OTHER, 1L)
        .containsEntry(Rejection.FORBIDDEN, 0L);
  }

  @Test
  void anExpectedRouteStandsAtZeroBeforeItsFirstRequest() {
    measurements.expect(List.of("login"));
    assertThat(green().routes().get("login"))
        .extracting(login -> login.counts().total())
        .isEqualTo(0L);
  }

  @Test
  void theNumberOfRoutesIsBoundedAndWhatComesAfterCountsAsOther() {
    for (int i = 0; i < 1_000; i++) {
      end(one, "route-" + i, Outcome.OK, 200);
    }
    Map<String, RouteTotals> routes = green().routes();
    assertThat(routes).hasSize(RouteNames.MAX);
    assertThat(Objects.requireNonNull(routes.get("other")).counts().total())
        .isEqualTo(1_001 - RouteNames.MAX);
    assertThat(green().counts().total()).isEqualTo(1_000);
  }

  @Test
  void aConfiguredLimitIsABoundOfTheClassicBuckets() {
    Measurements limited = new Measurements(List.of(Duration.ofMillis(117)));
    Recorder recorder = limited.newRecorder();
    recorder.connected(Stack.GREEN, 117 * MILLI);
    recorder.connected(Stack.GREEN, 117 * MILLI + 1);
    Durations connect = limited.totals().stack(Stack.GREEN).connect();
    int bucket = connect.upperBoundsSeconds().indexOf(0.117);
    assertThat(connect.counts()[bucket]).isEqualTo(1);
    assertThat(connect.counts()[bucket + 1]).isEqualTo(1);
  }

  @Test
  void tunnelsIdentitiesRescuesAndRefusalsAreCounted() {
    one.tunnelOpened(Stack.GREEN);
    other.tunnelOpened(Stack.GREEN);
    one.tunnelClosed(Stack.GREEN);
    one.identified(IdentitySource.HEADER);
    other.identified(IdentitySource.HEADER);
    one.rescued("connection_refused");
    other.rescued("connection_refused");
    one.refused(Outcome.BAD_REQUEST);
    one.crossed();
    other.crossed();
    Totals totals = measurements.totals();
    assertThat(totals.crossed()).isEqualTo(2);
    assertThat(totals.stack(Stack.GREEN).tunnels()).isEqualTo(1);
    assertThat(totals.identities()).containsEntry(IdentitySource.HEADER, 2L);
    assertThat(totals.rescues()).containsExactlyEntriesOf(Map.of("connection_refused", 2L));
    assertThat(totals.refused()).containsEntry(Outcome.BAD_REQUEST, 1L);
    assertThat(totals.lostSamples()).isZero();
  }

  @Test
  void theSamplesReachTheRing() {
    end(one, Stack.GREEN, Outcome.RESET, true);
    List<Sample> samples = new ArrayList<>();
    measurements.ring().drain(samples::add);
    assertThat(samples).extracting(Sample::outcome).containsExactly(Outcome.RESET);
  }

  @Test
  void readingBesideTheWritersLosesNothing() throws Exception {
    int each = 100_000;
    ExecutorService threads = Executors.newFixedThreadPool(2);
    List<Future<?>> ends =
        List.of(threads.submit(() -> write(one, each)), threads.submit(() -> write(other, each)));
    while (!ends.stream().allMatch(Future::isDone)) {
      assertThat(green().inflight()).isNotNegative();
    }
    for (Future<?> end : ends) {
      end.get(30, TimeUnit.SECONDS);
    }
    threads.shutdown();
    assertThat(green().counts().total()).isEqualTo(2L * each);
    assertThat(green().all().latency().count()).isEqualTo(2L * each);
  }

  private static void write(Recorder recorder, int count) {
    for (int i = 0; i < count; i++) {
      end(recorder, Stack.GREEN, Outcome.OK, false);
    }
  }

  private static void end(Recorder recorder, Stack stack, Outcome outcome, boolean rescued) {
    recorder.began(stack);
    recorder.ended(
        new Sample(0, 1, stack, outcome, 0, rescued, true, 1, 100 * MILLI, "other"),
        150 * MILLI,
        200 * MILLI);
  }

  private static void end(Recorder recorder, String route, Outcome outcome, int status) {
    recorder.began(Stack.GREEN);
    recorder.ended(
        new Sample(0, 1, Stack.GREEN, outcome, status, false, true, 1, 100 * MILLI, route),
        150 * MILLI,
        200 * MILLI);
  }

  private Totals.StackTotals green() {
    return measurements.totals().stack(Stack.GREEN);
  }

  private static long at(Durations durations, double bound) {
    return durations.counts()[Durations.UPPER_BOUNDS_SECONDS.indexOf(bound)];
  }
}
