package io.canaryrouter.judge;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What blue's successes have lately taken, route by route: the scale that both stacks' latencies
 * are scored on.
 *
 * <p>A latency scores by blue's latencies of its own route, so that another mix of routes is no
 * slowness, and at any time by the same scale for both stacks, so that a slow hour is none either.
 * A route with fewer than {@value DecayedLatencies#MIN_SAMPLES} samples is scored on the scale of
 * all requests; when that has too few as well there is no score.
 *
 * <p>Half of a sample is left after half an hour. The scale moves every half minute, and never by
 * samples that have not been scored before. A green latency is divided by the margin it is allowed
 * before it is asked about.
 *
 * <p>Memory: 13 KiB a route, and once more for all. No clock: times are monotonic nanoseconds, and
 * time that steps back stands still. Not thread-safe.
 */
final class BlueLatencies {
  private static final double HALF_LIFE_NANOS = TimeUnit.MINUTES.toNanos(30);
  private static final long REFRESH_NANOS = TimeUnit.SECONDS.toNanos(30);

  private final Map<String, DecayedLatencies> routes = new HashMap<>();
  private final DecayedLatencies all = new DecayedLatencies();
  private long refreshNanos;

  /** With a scale for each of these routes. */
  BlueLatencies(long nowNanos, Collection<String> routes) {
    routes.forEach(route -> this.routes.put(route, new DecayedLatencies()));
    refreshNanos = nowNanos;
  }

  /** Forgets everything; a new blue. */
  void restart(long nowNanos) {
    routes.values().forEach(DecayedLatencies::clear);
    all.clear();
    refreshNanos = nowNanos;
  }

  /** Takes a latency of a success of blue; a negative one is none. */
  void record(String route, long nanos) {
    if (nanos < 0) {
      return;
    }
    all.record(nanos);
    DecayedLatencies own = routes.get(route);
    if (own != null) {
      own.record(nanos);
    }
  }

  /** Moves the scale when it is time. */
  void tick(long nowNanos) {
    long elapsed = nowNanos - refreshNanos;
    if (elapsed < REFRESH_NANOS) {
      return;
    }
    refreshNanos = nowNanos;
    double kept = Math.pow(0.5, elapsed / HALF_LIFE_NANOS);
    all.refresh(kept);
    routes.values().forEach(route -> route.refresh(kept));
  }

  /**
   * Which part of blue's latencies lies below this one, from 0 to 1; NaN when blue tells nothing.
   */
  double rank(String route, long nanos) {
    DecayedLatencies scale = scale(route, nanos);
    return scale == null ? Double.NaN : scale.rank(nanos);
  }

  /** 1 when it is above blue's 95th percentile, else 0; NaN when blue tells nothing. */
  double aboveP95(String route, long nanos) {
    DecayedLatencies scale = scale(route, nanos);
    return scale == null ? Double.NaN : score(scale.isAboveP95(nanos));
  }

  /** Whether it is known to be above blue's 99th percentile. */
  boolean isAboveP99(String route, long nanos) {
    DecayedLatencies scale = scale(route, nanos);
    return scale != null && scale.isAboveP99(nanos);
  }

  private @Nullable DecayedLatencies scale(String route, long nanos) {
    if (nanos < 0) {
      return null;
    }
    DecayedLatencies own = routes.get(route);
    if (own != null && own.isTelling()) {
      return own;
    }
    return all.isTelling() ? all : null;
  }

  private static double score(boolean isAbove) {
    return isAbove ? 1 : 0;
  }
}
