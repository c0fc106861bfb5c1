package io.canaryrouter.judge;

import io.canaryrouter.measure.Outcome;
import io.canaryrouter.measure.Sample;
import io.canaryrouter.routes.Route;
import io.canaryrouter.split.Stack;
import java.util.Locale;

/**
 * The largest 95th percentile of green's latency: a fixed one, or so many times that of blue.
 * Memory: 780 KiB.
 */
final class LatencyLimit extends Limit {
  /** One of the two is NaN: the fixed limit in seconds, or the factor upon blue. */
  private final double seconds;

  private final double factor;
  private final SlidingLatencies green;
  private final SlidingLatencies blue;

  private LatencyLimit(String criterion, GuardSettings settings, double seconds, double factor) {
    super(criterion, settings, settings.latencyLevel());
    this.seconds = seconds;
    this.factor = factor;
    this.green = new SlidingLatencies(0);
    this.blue = new SlidingLatencies(0);
  }

  static LatencyLimit fixed(GuardSettings settings) {
    return new LatencyLimit(
        "latency_p95", settings, settings.p95Nanos().orElseThrow() / 1e9, Double.NaN);
  }

  static LatencyLimit ofRoute(Route route, GuardSettings settings) {
    return new LatencyLimit(
        "route:" + route.name() + ":latency_p95",
        settings,
        route.p95Nanos().orElseThrow() / 1e9,
        Double.NaN);
  }

  static LatencyLimit versusBlue(GuardSettings settings) {
    return new LatencyLimit(
        "latency_vs_blue", settings, Double.NaN, 1 + settings.latencyVsBlue().orElseThrow());
  }

  @Override
  void record(Sample sample, long second, boolean isFailure) {
    if (sample.outcome() == Outcome.OK && sample.latencyNanos() >= 0) {
      (sample.stack() == Stack.GREEN ? green : blue).add(second, sample.latencyNanos());
    }
  }

  @Override
  Reading read(long second) {
    green.moveTo(second);
    blue.moveTo(second);
    long first = green.counts().firstSecond(needed);
    double blueP95 = blue.p95(first);
    return new Reading(
        green.p95(first),
        blueP95,
        isRelative() ? factor * blueP95 : seconds,
        green.counts().since(first),
        blue.counts().since(first),
        first);
  }

  private boolean isRelative() {
    return Double.isNaN(seconds);
  }

  @Override
  String missing(Reading reading) {
    String ofGreen = super.missing(reading);
    return ofGreen.isEmpty() && isRelative() && reading.blueSamples() < needed
        ? "blue has answered " + reading.blueSamples() + " of " + needed + " requests"
        : ofGreen;
  }

  @Override
  boolean isOver(Reading reading) {
    return reading.green() > reading.limit();
  }

  @Override
  String figures(Reading reading) {
    return "green's p95 %s, blue's %s, limit %s"
        .formatted(millis(reading.green()), millis(reading.blue()), millis(reading.limit()));
  }

  @Override
  Evidence evidence(Reading reading) {
    return Evidence.untested(
        arm(reading.greenSamples(), reading.green()), arm(reading.blueSamples(), reading.blue()));
  }

  private static Evidence.Arm arm(long samples, double p95) {
    Quantiles latency = new Quantiles(Double.NaN, p95, Double.NaN);
    return Evidence.Arm.ofLatencies(samples, Evidence.Arm.UNKNOWN, latency);
  }

  private static String millis(double seconds) {
    return Double.isNaN(seconds)
        ? "unknown"
        : String.format(Locale.ROOT, "%.1f ms", 1_000 * seconds);
  }

  @Override
  void forget(long second) {
    green.clear(second);
    blue.clear(second);
  }
}
