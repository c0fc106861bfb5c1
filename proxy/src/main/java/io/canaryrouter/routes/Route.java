package io.canaryrouter.routes;

import io.canaryrouter.split.Stack;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * A kind of request that has figures of its own.
 *
 * @param name its label in metrics, state and log
 * @param pattern which requests it is
 * @param pin the stack that all of them go to, or empty for the split
 * @param success the statuses that count as success for {@code successRate}
 * @param successRate least share of answers with such a status, 0 to 1
 * @param p95Nanos largest 95th percentile of the latency
 * @param isAsset whether a file with a {@link Fingerprint} that a stack lacks is asked of the other
 *     stack once
 * @param secondOpinion whether what green fails of it is asked of blue, or empty for what holds
 *     elsewhere
 */
public record Route(
    String name,
    RoutePattern pattern,
    Optional<Stack> pin,
    StatusSet success,
    OptionalDouble successRate,
    OptionalLong p95Nanos,
    boolean isAsset,
    Optional<Boolean> secondOpinion) {
  /** The name of what no route matches. */
  public static final String OTHER = "other";

  /** The name of what is measured but never judged: probes, load tests. */
  public static final String EXCLUDED = "excluded";

  /** The statuses that count as success when nobody says otherwise. */
  public static final StatusSet SUCCESS = StatusSet.parse(List.of("2xx", "3xx"));

  /** What no route matches. */
  public static final Route UNMATCHED =
      new Route(
          OTHER,
          RoutePattern.parse("/**"),
          Optional.empty(),
          SUCCESS,
          OptionalDouble.empty(),
          OptionalLong.empty(),
          false);

  /** A route that says nothing of second opinions. */
  public Route(
      String name,
      RoutePattern pattern,
      Optional<Stack> pin,
      StatusSet success,
      OptionalDouble successRate,
      OptionalLong p95Nanos,
      boolean isAsset) {
    this(name, pattern, pin, success, successRate, p95Nanos, isAsset, Optional.empty());
  }
}
