package io.canaryrouter.http;

import io.canaryrouter.routes.Route;
import io.canaryrouter.routes.Rules;

/**
 * What a reload may change of who goes where and of what answers tell about it.
 *
 * @param rules who goes where, beside the weight
 * @param expose whether clients are told which stack answered
 * @param cdnPrivate whether caches of a delivery network are told to keep nothing while users are
 *     on both stacks
 * @param secondOpinion whether what green fails is asked of blue, where the route does not say
 */
public record RoutingSettings(
    Rules rules, boolean expose, boolean cdnPrivate, boolean secondOpinion) {
  /** Leaves the caches of delivery networks alone, and green's failures as they are. */
  public RoutingSettings(Rules rules, boolean expose) {
    this(rules, expose, false, false);
  }

  /** Whether what green fails of a route is asked of blue. */
  boolean asksSecondOpinion(Route route) {
    return route.secondOpinion().orElse(secondOpinion);
  }
}
