package io.canaryrouter.routes;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The routes in their order: the first that matches a request is its route.
 *
 * <p>Immutable. Cost of a look-up: linear in the length of the path for each route; most differ in
 * their first segment.
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

  /**
   * The route of a request.
   *
   * @param path its {@link RequestPath}
   */
  Route of(String method, String path) {
    for (Route route : routes) {
      if (route.pattern().matches(method, path)) {
        return route;
      }
    }
    return Route.UNMATCHED;
  }

  /** Every name under which a request can be measured. */
  public List<String> labels() {
    return Stream.concat(routes.stream().map(Route::name), Stream.of(Route.OTHER, Route.EXCLUDED))
        .toList();
  }

  /** The earlier route that takes every request of the one at an index. */
  public Optional<Route> shadowOf(int index) {
    RoutePattern pattern = routes.get(index).pattern();
    return routes.subList(0, index).stream()
        .filter(earlier -> earlier.pattern().covers(pattern))
        .findFirst();
  }
}
