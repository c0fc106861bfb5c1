package io.canaryrouter.http;

import io.canaryrouter.routes.Rules;

/**
 * What a reload may change of who goes where and of what answers tell about it.
 *
 * @param rules who goes where, beside the weight
 * @param expose whether clients are told which stack answered
 */
public record RoutingSettings(Rules rules, boolean expose) {}
