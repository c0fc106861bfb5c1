package io.canaryrouter.judge;

import io.canaryrouter.measure.Sample;
import io.canaryrouter.routes.Route;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * All limits, and which of them a route's samples count for: a route's own replace the general ones
 * of the same kind; {@code latency_vs_blue} has no counterpart and counts them all.
 *
 * <p>Owned by the control thread. Memory: 14 KiB for a rate and 780 KiB for a latency; with 32
 * routes that have both limits, 27 MiB, and without a latency limit 14 KiB in all.
 */
final class Limits {
  private final List<Limit> all = new ArrayList<>();
  private final Map<String, List<Limit>> byRoute = new HashMap<>();
  private final List<Limit> general = new ArrayList<>();

  Limits(GuardSettings settings, List<Route> routes) {
    Limit errors = RateLimit.ofErrors(settings, new RequestCounts());
    general.add(errors);
    settings.p95Nanos().ifPresent(p95 -> general.add(LatencyLimit.fixed(settings)));
    settings.latencyVsBlue().ifPresent(part -> general.add(LatencyLimit.versusBlue(settings)));
    all.addAll(general);
    routes.stream().filter(route -> route.pin().isEmpty()).forEach(route -> add(route, settings));
  }

  private void add(Route route, GuardSettings settings) {
    List<Limit> limits = new ArrayList<>(general);
    if (route.successRate().isPresent()) {
      limits.removeIf(limit -> limit.criterion.equals("error_rate"));
      limits.add(RateLimit.ofSuccesses(route, settings, new RequestCounts()));
    }
    if (route.p95Nanos().isPresent()) {
      limits.removeIf(limit -> limit.criterion.equals("latency_p95"));
      limits.add(LatencyLimit.ofRoute(route, settings));
    }
    byRoute.put(route.name(), limits);
    limits.stream().filter(limit -> !general.contains(limit)).forEach(all::add);
  }

  void clear(long second) {
    all.forEach(limit -> limit.clear(second));
  }

  void record(Sample sample, long second, boolean isFailure) {
    for (Limit limit : byRoute.getOrDefault(sample.route(), general)) {
      limit.record(sample, second, isFailure);
    }
  }

  void tick(long nowNanos, long second, long lossSecond) {
    all.forEach(limit -> limit.tick(nowNanos, second, lossSecond));
  }

  List<CriterionStatus> criteria() {
    return all.stream().map(Limit::status).toList();
  }
}
