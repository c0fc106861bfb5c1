package io.canaryrouter.judge;

import io.canaryrouter.routes.Route;
import io.canaryrouter.routes.RoutePattern;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Guards that hold green to everything there is. */
final class EveryLimit {
  /** Routes that are judged on their own, by both a rate and a latency. */
  private static final int ROUTES = 10;

  private EveryLimit() {}

  /** A guard of both general latency limits and of ten routes, "page" among them. */
  static Judge guard(GuardSettings.Mode mode, OptionalDouble latencyVsBlue, OptionalLong p95Nanos) {
    GuardSettings settings =
        new GuardSettings(
            mode,
            0.01,
            latencyVsBlue,
            p95Nanos,
            GuardSettings.OnLatency.FAILOVER,
            100,
            TimeUnit.SECONDS.toNanos(30));
    return settings.guard(
        Stream.concat(
                Stream.of("page"), IntStream.range(1, ROUTES).mapToObj(route -> "route-" + route))
            .map(name -> route(name, p95Nanos))
            .toList());
  }

  private static Route route(String name, OptionalLong p95Nanos) {
    return new Route(
        name,
        RoutePattern.parse("/" + name),
        Optional.empty(),
        Route.SUCCESS,
        OptionalDouble.of(0.9),
        p95Nanos,
        false);
  }
}
