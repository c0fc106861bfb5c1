package io.canaryrouter.judge;

import io.canaryrouter.routes.Route;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/**
 * What the guard holds green to. Immutable.
 *
 * @param mode whether a limit alone moves people, or only with evidence against blue
 * @param errorRate largest share of failures, 0 to 1
 * @param latencyVsBlue by how much of blue's 95th percentile green's may be above it: 0.2 is a
 *     fifth
 * @param p95Nanos largest 95th percentile of green's latency
 * @param onLatency what a latency limit does that has been exceeded for long enough
 * @param minRequests samples of green below which a limit concludes nothing
 * @param sustainedNanos how long a limit must be exceeded, at every look, before anything is done
 */
public record GuardSettings(
    Mode mode,
    double errorRate,
    OptionalDouble latencyVsBlue,
    OptionalLong p95Nanos,
    OnLatency onLatency,
    int minRequests,
    long sustainedNanos) {

  /** What holds when nobody says otherwise. */
  public static final GuardSettings DEFAULT =
      new GuardSettings(
          Mode.JUDGED,
          0.01,
          OptionalDouble.empty(),
          OptionalLong.empty(),
          OnLatency.HOLD,
          100,
          TimeUnit.SECONDS.toNanos(30));

  /** How green is judged. */
  public enum Mode {
    /** By the limits alone: {@link LiteralGuard}. */
    LITERAL,
    /** By evidence against blue, the limits saying what matters: {@link JudgedGuard}. */
    JUDGED
  }

  /** What follows when green is too slow. */
  public enum OnLatency {
    /** A warning: nothing advances, and nobody is moved. */
    HOLD,
    /** Everyone goes to blue. */
    FAILOVER
  }

  Verdict.Level latencyLevel() {
    return onLatency == OnLatency.HOLD ? Verdict.Level.WARNING : Verdict.Level.CRITICAL;
  }

  /** A guard of this mode, which also holds what routes ask for themselves. */
  public Judge guard(List<Route> routes) {
    return switch (mode) {
      case LITERAL -> new LiteralGuard(this, routes);
      case JUDGED -> new JudgedGuard(this, routes, AlphaBudget.DEFAULT);
    };
  }
}
