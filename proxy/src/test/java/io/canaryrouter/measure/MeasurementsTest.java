package io.canaryrouter.measure;

import static org.assertj.core.api.Assertions.assertThat;

import io.canaryrouter.identity.IdentitySource;
import io.canaryrouter.split.Stack;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
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
    OutcomeCounts green = measurements.totals().stack(Stack.GREEN).counts();
    assertThat(green.of(Outcome.OK)).isEqualTo(2);
    assertThat(green.of(Outcome.REFUSED, true)).isEqualTo(1);
    assertThat(green.of(Outcome.REFUSED, false)).isZero();
    assertThat(green.total()).isEqualTo(3);
    assertThat(green.rescued()).isEqualTo(1);
    assertThat(measurements.totals().stack(Stack.GREEN).inflight()).isZero();
    assertThat(measurements.totals().stack(Stack.BLUE).inflight()).isEqualTo(1);
  }

  @Test
  void whatGreenFailedAndBlueSavedStillCountsAgainstGreen() {
    end(one, Stack.GREEN, Outcome.REFUSED, true);
    end(one, Stack.GREEN, Outcome.OK, false);
    end(one, Stack.GREEN, Outcome.CLIENT_ABORT, false);
    OutcomeCounts green = measurements.totals().stack(Stack.GREEN).counts();
    assertThat(green.failures()).isEqualTo(1);
    assertThat(green.errorRate()).isEqualTo(0.5);
    assertThat(measurements.totals().stack(Stack.BLUE).counts().errorRate()).isZero();
  }

  @Test
  void latencyIsThatOfSuccessesOnlyAndTotalTimeThatOfAll() {
    end(one, Stack.GREEN, Outcome.OK, false);
    end(one, Stack.GREEN, Outcome.SERVER_ERROR, false);
    end(one, Stack.GREEN, Outcome.TUNNEL, false);
    assertThat(count(Timing.LATENCY)).isEqualTo(1);
    assertThat(count(Timing.TOTAL)).isEqualTo(2);
    assertThat(durations(Timing.TOTAL).sumSeconds()).isEqualTo(0.4);
  }

  @Test
  void aDurationFallsIntoTheBucketWithTheNextHigherBound() {
    for (long millis : new long[] {0, 1, 2, 115, 116, 200, 59_000, 61_000, 10_000_000}) {
      one.connected(Stack.GREEN, millis * MILLI);
    }
    Durations connect = durations(Timing.CONNECT);
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
    assertThat(count(Timing.LATENCY)).isEqualTo(2);
    assertThat(durations(Timing.LATENCY).sumSeconds()).isEqualTo(0.2);
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
    Totals totals = measurements.totals();
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
      assertThat(measurements.totals().stack(Stack.GREEN).inflight()).isNotNegative();
    }
    for (Future<?> end : ends) {
      end.get(30, TimeUnit.SECONDS);
    }
    threads.shutdown();
    assertThat(measurements.totals().stack(Stack.GREEN).counts().total()).isEqualTo(2L * each);
    assertThat(count(Timing.LATENCY)).isEqualTo(2L * each);
  }

  private static void write(Recorder recorder, int count) {
    for (int i = 0; i < count; i++) {
      end(recorder, Stack.GREEN, Outcome.OK, false);
    }
  }

  private static void end(Recorder recorder, Stack stack, Outcome outcome, boolean rescued) {
    recorder.began(stack);
    recorder.ended(
        new Sample(0, 1, stack, outcome, 0, rescued, true, 1, 100 * MILLI, "other"), 200 * MILLI);
  }

  private Durations durations(Timing timing) {
    return measurements.totals().stack(Stack.GREEN).durations(timing);
  }

  private long count(Timing timing) {
    return Arrays.stream(durations(timing).counts()).sum();
  }

  private static long at(Durations durations, double bound) {
    return durations.counts()[Durations.UPPER_BOUNDS_SECONDS.indexOf(bound)];
  }
}
