package io.canaryrouter.judge;

import io.canaryrouter.judge.BlueLatencies.Scale;
import io.canaryrouter.measure.Outcome;
import io.canaryrouter.measure.Sample;
import io.canaryrouter.routes.Route;
import io.canaryrouter.split.Stack;
import io.canaryrouter.split.Weight;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Is green slower than blue, and do its users do less? The half of the judge that looks at
 * latencies and at how much is asked for.
 *
 * <p>Four kinds of test: the typical latency and the 95th percentile by random groups of users
 * ({@link ScoreComparison}), the tail by users who are newly hit ({@link SlowTail}), and {@link
 * Throughput}; limits of the guard and of routes on a 95th percentile besides. Each has one {@link
 * Finding}, made anew every {@value #LOOK_SECONDS} seconds and at once when something begins anew.
 * What a finding says is of that moment: how long a warning is kept is the owner's affair.
 *
 * <p>A green that has just started is slow by itself, and a raised weight makes caches cold. So
 * nothing is compared for three minutes after a start or a new build of either stack, and for a
 * minute after a change of weight. Blue's scale is made up all the while.
 *
 * <p>A user counts five times a minute ({@link UserCap}), for the tail once in a test.
 *
 * <p>Cost: some 50 ns a success. Memory, constant: 176 KiB of slices, 520 KiB of users hit by a
 * slow tail, 64 KiB of counters of users, 32 KiB of latencies of both stacks, 2 KiB of throughput,
 * and 13 KiB a route with a scale and 32 KiB more where it has a limit: 0.9 MiB with ten routes,
 * 1.2 MiB when all of them have one. No clock: times are monotonic nanoseconds, and time that steps
 * back stands still. Not thread-safe.
 */
final class Slowness {
  /** The reasons with which it moves people. */
  static final List<String> REASONS =
      List.of("latency_typical", "latency_vs_blue", "latency_tail", "latency_p95");

  /** How much slower green may be before that is an alarm, when the guard does not say. */
  private static final double MARGIN = 1.2;

  private static final long WARM_UP_NANOS = TimeUnit.SECONDS.toNanos(180);
  private static final long SETTLE_NANOS = TimeUnit.SECONDS.toNanos(60);
  private static final int LOOK_SECONDS = 15;
  private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(LOOK_SECONDS);

  /** Every so many looks the long windows are looked at as well. */
  private static final int LOOKS_OF_ALL = 4;

  /** Requests of a user that count in a minute. */
  private static final int REQUESTS_A_MINUTE = 5;

  private final BlueLatencies scales;
  private final UserCap cap = new UserCap(0, REQUESTS_A_MINUTE);
  private final Comparisons comparisons;
  private final Place elsewhere;
  private final Map<String, Place> places = new LinkedHashMap<>();

  /** Of what has a limit: each route with one of its own, and all others together. */
  private final List<LatencyWindows> limited = new ArrayList<>();

  private final SlownessFindings told;
  private Weight green = Weight.NONE;
  private long nowNanos;
  private long scoredFromNanos;
  private long lookNanos;
  private int looks;
  private List<Finding> findings;

  /** Where a route's latencies go: its scale, and the figures of the limit that holds for it. */
  private record Place(Scale scale, @Nullable LatencyWindows limited) {}

  /** What one criterion says; the status holds the figures behind it. */
  record Finding(Ruling ruling, CriterionStatus status) {}

  /** A half that begins at {@link #start}. */
  Slowness(AlphaBudget budget, GuardSettings settings, List<Route> routes) {
    List<Route> judged = routes.stream().filter(route -> route.pin().isEmpty()).toList();
    List<String> names = new ArrayList<>(judged.stream().map(Route::name).toList());
    names.add(Route.OTHER);
    scales = new BlueLatencies(0, names);
    comparisons = new Comparisons(budget, 1 + settings.latencyVsBlue().orElse(MARGIN - 1));
    told = new SlownessFindings(comparisons, budget, settings);
    LatencyWindows general = null;
    if (settings.p95Nanos().isPresent()) {
      general = limited();
      told.addLimit(settings.p95Nanos().getAsLong(), general);
    }
    elsewhere = new Place(scales.of(Route.OTHER), general);
    for (Route route : judged) {
      LatencyWindows own = general;
      if (route.p95Nanos().isPresent()) {
        own = limited();
        told.addLimit(route, own);
      }
      places.put(route.name(), new Place(scales.of(route.name()), own));
    }
    findings = told.all(green, -WARM_UP_NANOS);
  }

  private LatencyWindows limited() {
    LatencyWindows latencies = new LatencyWindows(0);
    limited.add(latencies);
    return latencies;
  }

  /** Forgets everything and begins with a weight. */
  void start(long nowNanos, Weight green) {
    this.nowNanos = nowNanos;
    this.green = green;
    scales.restart(nowNanos);
    cap.restart(nowNanos);
    compareAnew(WARM_UP_NANOS);
  }

  /** Tells that the weight has changed; users who are known to be hit stay known. */
  void setWeight(long nowNanos, Weight green) {
    advance(nowNanos);
    this.green = green;
    compareSlicesAnew(Math.max(SETTLE_NANOS, scoredFromNanos - this.nowNanos));
  }

  /** Tells that another build runs on a stack. */
  void renewed(long nowNanos, Stack stack) {
    advance(nowNanos);
    if (stack == Stack.BLUE) {
      scales.restart(this.nowNanos);
    }
    compareAnew(WARM_UP_NANOS);
  }

  /** The comparison of tails begins anew, after a fault of blue alone: who fails is not slow. */
  void forgetTail(long nowNanos) {
    advance(nowNanos);
    comparisons.tail.restart(this.nowNanos);
  }

  private void compareAnew(long graceNanos) {
    comparisons.tail.restart(nowNanos);
    compareSlicesAnew(graceNanos);
  }

  private void compareSlicesAnew(long graceNanos) {
    scoredFromNanos = nowNanos + graceNanos;
    comparisons.restartSlices(scoredFromNanos, green);
    limited.forEach(latencies -> latencies.restart(scoredFromNanos));
    lookNanos = nowNanos;
    look();
  }

  /**
   * Takes a judged request, however it ended: that it was made counts, and if it was a success, its
   * latency.
   */
  void record(Sample sample) {
    boolean isScored = sample.endNanos() - scoredFromNanos >= 0;
    boolean isAdmitted = isScored && cap.admit(sample.userHash());
    if (isAdmitted) {
      comparisons.throughput.record(sample.userHash(), sample.stack());
    }
    if (sample.outcome() == Outcome.OK && sample.latencyNanos() >= 0) {
      recordLatency(sample, isScored, isAdmitted);
    }
  }

  private void recordLatency(Sample sample, boolean isScored, boolean isAdmitted) {
    Stack stack = sample.stack();
    Place place = places.getOrDefault(sample.route(), elsewhere);
    double position = LatencyScale.positionOf(sample.latencyNanos());
    int step = LatencyScale.stepAt(position);
    if (stack == Stack.BLUE) {
      place.scale.record(step);
    }
    if (!isScored) {
      return;
    }
    comparisons.latencies.record(stack, step);
    if (place.limited != null) {
      place.limited.record(stack, step);
    }
    DecayedLatencies scale = place.scale.known();
    if (scale == null) {
      return;
    }
    comparisons.tail.record(sample, green, position, scale);
    if (isAdmitted) {
      comparisons.score(sample.userHash(), stack, position, scale);
    }
  }

  /** Lets time pass. */
  void tick(long nowNanos) {
    advance(nowNanos);
    scales.tick(this.nowNanos);
    cap.tick(this.nowNanos);
    comparisons.tick(this.nowNanos);
    limited.forEach(latencies -> latencies.tick(this.nowNanos));
    if (this.nowNanos - lookNanos >= LOOK_NANOS) {
      lookNanos = this.nowNanos;
      look();
    }
  }

  private void look() {
    comparisons.look(looks++ % LOOKS_OF_ALL == 0);
    findings = told.all(green, nowNanos - scoredFromNanos);
  }

  private void advance(long nowNanos) {
    if (nowNanos - this.nowNanos > 0) {
      this.nowNanos = nowNanos;
    }
  }

  /** What each criterion said at the last look; the same ones always, in the same order. */
  List<Finding> findings() {
    return findings;
  }

  /** The most urgent finding: by its ruling, and of those of one kind the one that knows least. */
  Finding worst() {
    return findings.stream()
        .min(
            Comparator.comparing(Finding::ruling)
                .thenComparing(finding -> finding.status().level(), Comparator.reverseOrder()))
        .orElseThrow();
  }

  /** What each criterion said at the last look, for metrics and state. */
  List<CriterionStatus> criteria() {
    return findings.stream().map(Finding::status).toList();
  }

  /**
   * All that is known but the allowances of this minute and the figures that limits hold for: some
   * 300 KiB, at most 1.2 MiB.
   */
  void writeTo(DataOutput out) throws IOException {
    out.writeShort(green.basisPoints());
    out.writeLong(scoredFromNanos - nowNanos);
    scales.writeTo(out);
    comparisons.writeTo(out);
  }

  /**
   * Goes on from where another process wrote it; to be called after {@link #start}. Evidence of
   * slices and throughput that was gathered at another weight is left out, and a minute passes
   * before anything is compared: this process' connections are new.
   *
   * @throws IOException when it is cut off or damaged; then it has begun anew
   */
  void readFrom(DataInput in, long nowNanos) throws IOException {
    try {
      read(in, nowNanos);
    } catch (IOException damaged) {
      start(nowNanos, green);
      throw damaged;
    }
  }

  private void read(DataInput in, long nowNanos) throws IOException {
    this.nowNanos = nowNanos;
    int basisPoints = in.readUnsignedShort();
    long grace = Math.min(WARM_UP_NANOS, Math.max(SETTLE_NANOS, in.readLong()));
    scales.readFrom(in, nowNanos);
    comparisons.readFrom(in, nowNanos);
    if (basisPoints == green.basisPoints()) {
      scoredFromNanos = nowNanos + grace;
      look();
    } else {
      compareSlicesAnew(grace);
    }
  }
}
