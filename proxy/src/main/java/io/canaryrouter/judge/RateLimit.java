package io.canaryrouter.judge;

import io.canaryrouter.judge.Verdict.Level;
import io.canaryrouter.measure.Sample;
import io.canaryrouter.routes.Route;
import io.canaryrouter.routes.StatusSet;
import io.canaryrouter.split.Stack;
import org.jspecify.annotations.Nullable;

/**
 * The largest share of failures; of a route with a success rate, the largest share of answers that
 * are no success. Memory: 14 KiB.
 */
final class RateLimit extends Limit {
  /** What a quotient may be off; no count of requests comes near it. */
  private static final double ROUNDING = 1e-9;

  private final double limit;
  private final @Nullable StatusSet success;
  private final RequestCounts requests;
  private final SlidingSum greenFailures = new SlidingSum(0);
  private final SlidingSum blueFailures = new SlidingSum(0);

  private RateLimit(
      String criterion,
      GuardSettings settings,
      double limit,
      @Nullable StatusSet success,
      RequestCounts requests) {
    super(criterion, settings, Level.CRITICAL);
    this.limit = limit;
    this.success = success;
    this.requests = requests;
  }

  static RateLimit ofErrors(GuardSettings settings, RequestCounts requests) {
    return named("error_rate", settings, requests);
  }

  /**
   * A limit as for errors, for something else that its owner calls a failure.
   *
   * @param requests of which the failures are a part; the owner may count them for several limits
   */
  static RateLimit named(String criterion, GuardSettings settings, RequestCounts requests) {
    return new RateLimit(criterion, settings, settings.errorRate(), null, requests);
  }

  static RateLimit ofSuccesses(Route route, GuardSettings settings, RequestCounts requests) {
    return new RateLimit(
        "route:" + route.name() + ":success_rate",
        settings,
        1 - route.successRate().orElseThrow(),
        route.success(),
        requests);
  }

  @Override
  void record(Sample sample, long second, boolean isFailure) {
    requests.recordLate(sample.stack(), second);
    if (isFailure || isMissed(sample)) {
      recordFailure(sample.stack(), second);
    }
  }

  /** Takes one of the requests, which its owner has counted. */
  void recordFailure(Stack stack, long second) {
    (stack == Stack.GREEN ? greenFailures : blueFailures).add(second);
  }

  /** The largest share, 0 to 1. */
  double limit() {
    return limit;
  }

  /** The limit as a person reads it. */
  String shownLimit() {
    return percent(limit);
  }

  /** Whether a sample is a failure for it. */
  boolean isMissed(Sample sample) {
    return success != null && !success.contains(sample.status());
  }

  @Override
  Reading read(long second) {
    SlidingSum green = requests.late(Stack.GREEN);
    SlidingSum blue = requests.late(Stack.BLUE);
    green.moveTo(second);
    blue.moveTo(second);
    greenFailures.moveTo(second);
    blueFailures.moveTo(second);
    long first = green.firstSecond(needed);
    return new Reading(
        rate(greenFailures, green, first),
        rate(blueFailures, blue, first),
        limit,
        green.since(first),
        blue.since(first),
        first);
  }

  private static double rate(SlidingSum failures, SlidingSum requests, long first) {
    long all = requests.since(first);
    return all == 0 ? Double.NaN : failures.since(first) / (double) all;
  }

  @Override
  boolean isOver(Reading reading) {
    return reading.green() > limit + ROUNDING;
  }

  @Override
  String figures(Reading reading) {
    return "green "
        + percent(reading.green())
        + " of "
        + reading.greenSamples()
        + ", blue "
        + percent(reading.blue())
        + " of "
        + reading.blueSamples()
        + ", limit "
        + percent(limit);
  }

  @Override
  Evidence evidence(Reading reading) {
    return Evidence.untested(
        arm(reading.greenSamples(), reading.green()), arm(reading.blueSamples(), reading.blue()));
  }

  private static Evidence.Arm arm(long samples, double rate) {
    long affected = samples == 0 ? 0 : Math.round(rate * samples);
    return Evidence.Arm.ofHits(samples, affected, Evidence.Arm.UNKNOWN, Evidence.Arm.UNKNOWN);
  }

  private String percent(double share) {
    return Double.isNaN(share) ? "nothing" : hundredths(Math.round(10_000 * shown(share)));
  }

  /** By hand: it is asked for every second, and a formatter takes as long as a hundred requests. */
  private static String hundredths(long ofPercent) {
    long rest = ofPercent % 100;
    return ofPercent / 100 + (rest < 10 ? ".0" : ".") + rest + "%";
  }

  @Override
  double shown(double value) {
    return success == null ? value : 1 - value;
  }

  @Override
  void forget(long second) {
    requests.late(Stack.GREEN).clear(second);
    requests.late(Stack.BLUE).clear(second);
    greenFailures.clear(second);
    blueFailures.clear(second);
  }
}
