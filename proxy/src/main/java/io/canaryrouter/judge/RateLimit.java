package io.canaryrouter.judge;

import io.canaryrouter.judge.Verdict.Level;
import io.canaryrouter.measure.Sample;
import io.canaryrouter.routes.Route;
import io.canaryrouter.routes.StatusSet;
import io.canaryrouter.split.Stack;
import java.util.Locale;
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
  private final SlidingCounts green;
  private final SlidingCounts blue;

  private RateLimit(
      String criterion, GuardSettings settings, double limit, @Nullable StatusSet success) {
    super(criterion, settings, Level.CRITICAL);
    this.limit = limit;
    this.success = success;
    this.green = new SlidingCounts(0);
    this.blue = new SlidingCounts(0);
  }

  static RateLimit ofErrors(GuardSettings settings) {
    return named("error_rate", settings);
  }

  /** A limit as for errors, for something else that its owner calls a failure. */
  static RateLimit named(String criterion, GuardSettings settings) {
    return new RateLimit(criterion, settings, settings.errorRate(), null);
  }

  static RateLimit ofSuccesses(Route route, GuardSettings settings) {
    return new RateLimit(
        "route:" + route.name() + ":success_rate",
        settings,
        1 - route.successRate().orElseThrow(),
        route.success());
  }

  @Override
  void record(Sample sample, long second, boolean isFailure) {
    counts(sample.stack()).add(second, isFailure || isMissed(sample));
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

  private SlidingCounts counts(Stack stack) {
    return stack == Stack.GREEN ? green : blue;
  }

  @Override
  Reading read(long second) {
    green.moveTo(second);
    blue.moveTo(second);
    long first = green.firstSecond(needed);
    return new Reading(
        rate(green, first),
        rate(blue, first),
        limit,
        green.samples(first),
        blue.samples(first),
        first);
  }

  private static double rate(SlidingCounts counts, long first) {
    long samples = counts.samples(first);
    return samples == 0 ? Double.NaN : counts.failures(first) / (double) samples;
  }

  @Override
  boolean isOver(Reading reading) {
    return reading.green() > limit + ROUNDING;
  }

  @Override
  String figures(Reading reading) {
    return "green %s of %d, blue %s of %d, limit %s"
        .formatted(
            percent(reading.green()),
            reading.greenSamples(),
            percent(reading.blue()),
            reading.blueSamples(),
            percent(limit));
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
    return Double.isNaN(share)
        ? "nothing"
        : String.format(Locale.ROOT, "%.2f%%", 100 * shown(share));
  }

  @Override
  double shown(double value) {
    return success == null ? value : 1 - value;
  }

  @Override
  void forget(long second) {
    green.clear(second);
    blue.clear(second);
  }
}
