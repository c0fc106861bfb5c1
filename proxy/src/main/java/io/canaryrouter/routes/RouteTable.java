package io.canaryrouter.routes;

import java.util.List;
import java.util.Optional;

/**
 * The routes in their order: the first that matches a request is its route.
 *
 * <p>Immutable. Cost of a look-up: linear in the length of the target for each route; most differ
 * in their first segment.
 *
 * @param routes at most {@value #MOST}
 */
public record RouteTable(List<Route> routes) {
  /** Most routes; each is a label of the metrics. */
  public static final int MOST = 32;

  /** No routes: every request is {@link Route#OTHER}. */
  public static final RouteTable NONE = new RouteTable(List.of());

  public RouteTable {
    routes = List.copyOf(routes);
    if (routes.size() > MOST) {
      throw new IllegalArgumentException("there are at most " + MOST + " routes");
    }
  }

  /** The route of a request, by its method and its target as it was received. */
  public Route of(String method, String target) {
    if (routes.isEmpty()) {
      return Route.UNMATCHED;
    }
    String path = RequestPath.of(target);
    for (Route route : routes) {
      if (route.pattern().matches(method, path)) {
        return route;
      }
    }
    return Route.UNMATCHED;
  }

  /** The earlier route that takes every request of the one at an index. */
  public Optional<Route> shadowOf(int index) {
    RoutePattern pattern = routes.get(index).pattern();
    return routes.subList(0, index).stream()
        .filter(earlier -> earlier.pattern().covers(pattern))
        .findFirst();
  }
}
