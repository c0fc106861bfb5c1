package io.canaryrouter.judge;

import io.canaryrouter.routes.RouteTable;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Collection;
import java.util.LinkedHashMap;
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
 * samples that have not been scored before.
 *
 * <p>Memory: 13 KiB a route, and once more for all; 33 routes at most, the rest is scored on the
 * scale of all. No clock: times are monotonic nanoseconds, and time that steps back stands still.
 * Not thread-safe.
 */
final class BlueLatencies {
  /**
   * Routes with a scale of their own: those that a table may have, and what none of them matches.
   */
  static final int MOST_ROUTES = RouteTable.MOST + 1;

  private static final double HALF_LIFE_NANOS = TimeUnit.MINUTES.toNanos(30);
  private static final long REFRESH_NANOS = TimeUnit.SECONDS.toNanos(30);

  private final DecayedLatencies all = new DecayedLatencies();

  /** Of the routes without a scale of their own, which are scored on that of all. */
  private final DecayedLatencies rest = new DecayedLatencies();

  private final Scale shared = new Scale(rest, all, false);

  private final Map<String, Scale> routes = new LinkedHashMap<>();

  private long refreshNanos;

  /** With a scale for each of these routes. */
  BlueLatencies(long nowNanos, Collection<String> routes) {
    routes.stream()
        .distinct()
        .limit(MOST_ROUTES)
        .forEach(route -> this.routes.put(route, new Scale(new DecayedLatencies(), all, true)));
    refreshNanos = nowNanos;
  }

  /** One route's scale. */
  static final class Scale {
    private final DecayedLatencies own;
    private final DecayedLatencies all;
    private final boolean isScored;

    Scale(DecayedLatencies own, DecayedLatencies all, boolean isScored) {
      this.own = own;
      this.all = all;
      this.isScored = isScored;
    }

    /** Takes a latency of a success of blue, as a step of {@link LatencyScale}. */
    void record(int step) {
      own.record(step);
    }

    /** What to score by, or null when blue tells nothing. */
    @Nullable DecayedLatencies known() {
      if (isScored && own.isTelling()) {
        return own;
      }
      return all.isTelling() ? all : null;
    }
  }

  /** The scale of a route; that of all when it has none of its own. */
  Scale of(String route) {
    return routes.getOrDefault(route, shared);
  }

  /** Forgets everything; a new blue. */
  void restart(long nowNanos) {
    all.clear();
    rest.clear();
    routes.values().forEach(route -> route.own.clear());
    refreshNanos = nowNanos;
  }

  /** Moves the scale when it is time. */
  void tick(long nowNanos) {
    long elapsed = nowNanos - refreshNanos;
    if (elapsed < REFRESH_NANOS) {
      return;
    }
    refreshNanos = nowNanos;
    refresh(Math.pow(0.5, elapsed / HALF_LIFE_NANOS));
  }

  private void refresh(double kept) {
    all.clear();
    all.add(rest);
    routes.values().forEach(route -> all.add(route.own));
    all.refresh(kept);
    rest.refresh(kept);
    routes.values().forEach(route -> route.own.refresh(kept));
  }

  /** 6 KiB a route, and once more for the rest. */
  void writeTo(DataOutput out) throws IOException {
    rest.writeTo(out);
    out.writeByte(routes.size());
    for (Map.Entry<String, Scale> route : routes.entrySet()) {
      out.writeUTF(route.getKey());
      route.getValue().own.writeTo(out);
    }
  }

  /**
   * Tells at once what it reads; routes that are not known here any more are of the rest.
   *
   * @throws IOException when it is cut off or damaged; then it has begun anew
   */
  void readFrom(DataInput in, long nowNanos) throws IOException {
    restart(nowNanos);
    try {
      rest.readFrom(in);
      DecayedLatencies unknown = new DecayedLatencies();
      for (int left = in.readUnsignedByte(); left > 0; left--) {
        Scale route = routes.get(in.readUTF());
        (route == null ? unknown : route.own).readFrom(in);
        if (route == null) {
          rest.add(unknown);
        }
      }
      refresh(1);
    } catch (IOException damaged) {
      restart(nowNanos);
      throw damaged;
    }
  }
}
