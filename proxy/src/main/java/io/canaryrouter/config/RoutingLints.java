package io.canaryrouter.config;

import io.canaryrouter.routes.Route;
import io.canaryrouter.routes.RouteTable;
import java.util.Comparator;
import java.util.List;

/** What split and routes allow and is seldom meant. */
final class RoutingLints {
  private final SplitSettings split;
  private final RouteTable routes;
  private final Values values;
  private final Findings findings;

  RoutingLints(RouterConfig config, Values values, Findings findings) {
    this.split = config.split();
    this.routes = config.routes();
    this.values = values;
    this.findings = findings;
  }

  void check() {
    lists();
    List<String> items = values.items(RouteKeys.LISTING);
    for (int i = 0; i < items.size(); i++) {
      check(items.get(i), i);
    }
  }

  private void lists() {
    split.lists().allow().stream()
        .filter(split.lists().deny()::contains)
        .min(Comparator.naturalOrder())
        .ifPresent(user ->
            warning(
                SplitKeys.ALLOW,
                Quoted.of(user) + " stands in split.deny as well, which is stronger: keep one"));
  }

  private void check(String item, int index) {
    Route route = routes.routes().get(index);
    routes
        .shadowOf(index)
        .ifPresent(earlier ->
            warning(
                RouteKeys.MATCH.in(item),
                "never reached: the route "
                    + earlier.name()
                    + " takes all of it; write this one first"));
    boolean hasLimit = route.successRate().isPresent() || route.p95Nanos().isPresent();
    if (route.pin().isPresent() && hasLimit) {
      warning(RouteKeys.STACK.in(item), "nothing of a pinned route is judged: its limits rest");
    }
    if (route.pin().isPresent() && route.isAsset()) {
      pinned(RouteKeys.ASSETS.in(item), "assets");
    }
    if (route.pin().isPresent() && route.secondOpinion().orElse(false)) {
      pinned(RouteKeys.SECOND_OPINION.in(item), "second-opinion");
    }
    boolean namesSuccess = !route.success().equals(Route.SUCCESS);
    if (namesSuccess && route.successRate().isEmpty()) {
      warning(RouteKeys.SUCCESS.in(item), "without success-rate nobody counts successes");
    }
  }

  private void pinned(Key<?> key, String name) {
    findings.error(
        values.place(key),
        key.path(),
        "nothing of a pinned route goes to the other stack: remove " + name + ", or stack");
  }

  private void warning(Key<?> key, String message) {
    findings.warning(values.place(key), key.path(), message);
  }
}
