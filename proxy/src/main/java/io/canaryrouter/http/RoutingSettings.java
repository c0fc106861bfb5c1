package io.canaryrouter.http;

import io.canaryrouter.routes.Rules;

/**
 * What a reload may change of who goes where and of what answers tell about it.
 *
 * @param rules who goes where, beside the weight
 * @param expose whether clients are told which stack answered
 * @param cdnPrivate whether caches of a delivery network are told to keep nothing while users are
 *     on both stacks
 */
public record RoutingSettings(Rules rules, boolean expose, boolean cdnPrivate) {
  /** Leaves the caches of delivery networks alone. */
  public RoutingSettings(Rules rules, boolean expose) {
    this(rules, expose, false);
  }
}
