package io.canaryrouter.config;

import io.canaryrouter.routes.RoutePattern;
import io.canaryrouter.routes.RouteTable;
import io.canaryrouter.routes.StatusSet;
import io.canaryrouter.split.Stack;
import java.util.List;

/** The keys of one route, in the list {@code routes}. */
final class RouteKeys {
  static final Listing LISTING =
      new Listing(
          "routes",
          RouteTable.MOST,
          "name",
          "Kinds of requests with figures of their own; the first match wins, the rest is other.");

  static final Key<String> NAME =
      Key.required("routes[].name", Kinds.ROUTE_NAME, "Its label in metrics, state and log.");
  static final Key<RoutePattern> MATCH =
      Key.required(
          "routes[].match",
          Kinds.ROUTE_PATTERN,
          "Which requests: a path, methods before it if wanted; * is one segment, ** any rest.");
  static final Key<Stack> STACK =
      Key.optional(
          "routes[].stack",
          Kinds.STACK,
          "The stack that all of them go to, whatever the split says; they are not judged then.");
  static final Key<StatusSet> SUCCESS =
      Key.of(
          "routes[].success",
          Kinds.STATUSES,
          List.of("2xx", "3xx"),
          "The statuses that count as success for success-rate.");
  static final Key<Double> SUCCESS_RATE =
      Key.optional(
          "routes[].success-rate",
          Kinds.SHARE,
          "Least share of answers that are a success; the route's own limit.");
  static final Key<Long> LATENCY_P95 =
      Key.optional(
          "routes[].latency-p95",
          Kinds.duration("1ms", "10m"),
          "Largest 95th percentile of the latency; the route's own limit.");
  static final Key<Boolean> ASSETS =
      Key.of(
          "routes[].assets",
          Kinds.SWITCH,
          "false",
          "Whether a GET for a name with a digest that its stack answers 404 is asked of the other.");
  static final Key<Boolean> SECOND_OPINION =
      Key.optional(
          "routes[].second-opinion",
          Kinds.SWITCH,
          "The route's own guard.second-opinion: false where asking twice does something twice.");
  static final List<Key<?>> ALL =
      List.of(NAME, MATCH, STACK, SUCCESS, SUCCESS_RATE, LATENCY_P95, ASSETS, SECOND_OPINION);

  static final Section SECTION = Section.of("routes[]", "One route.");

  private RouteKeys() {}
}
