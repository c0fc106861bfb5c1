package io.canaryrouter.config;

import io.canaryrouter.routes.Exclusions;
import io.canaryrouter.routes.Route;
import io.canaryrouter.routes.RouteTable;
import io.canaryrouter.split.Lists;
import io.canaryrouter.split.OverrideSeal;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Puts together who goes where: split, routes and what is excluded. */
final class RoutingAssembly {
  private final Values values;
  private final Findings findings;

  RoutingAssembly(Values values, Findings findings) {
    this.values = values;
    this.findings = findings;
  }

  SplitSettings split() {
    return new SplitSettings(
        values.get(SplitKeys.GREEN),
        values.get(SplitKeys.SALT),
        new Lists(Set.copyOf(values.get(SplitKeys.ALLOW)), Set.copyOf(values.get(SplitKeys.DENY))),
        seal(),
        values.get(SplitKeys.EXPOSE),
        values.get(SplitKeys.CDN_PRIVATE));
  }

  private @Nullable OverrideSeal seal() {
    String secret = values.get(SplitKeys.OVERRIDE_SECRET);
    try {
      return secret.isEmpty() ? null : new OverrideSeal(secret);
    } catch (IllegalArgumentException e) {
      // The seal owns the rule of how short a secret may be.
      Key<?> key = SplitKeys.OVERRIDE_SECRET;
      findings.error(values.place(key), key.path(), String.valueOf(e.getMessage()));
      return null;
    }
  }

  RouteTable routes() {
    return new RouteTable(values.items(RouteKeys.LISTING).stream().map(this::route).toList());
  }

  private Route route(String item) {
    Double successRate = values.find(RouteKeys.SUCCESS_RATE.in(item));
    Long p95Millis = values.find(RouteKeys.LATENCY_P95.in(item));
    return new Route(
        values.get(RouteKeys.NAME.in(item)),
        values.get(RouteKeys.MATCH.in(item)),
        Optional.ofNullable(values.find(RouteKeys.STACK.in(item))),
        values.get(RouteKeys.SUCCESS.in(item)),
        successRate == null ? OptionalDouble.empty() : OptionalDouble.of(successRate),
        p95Millis == null
            ? OptionalLong.empty()
            : OptionalLong.of(TimeUnit.MILLISECONDS.toNanos(p95Millis)),
        values.get(RouteKeys.ASSETS.in(item)),
        Optional.ofNullable(values.find(RouteKeys.SECOND_OPINION.in(item))));
  }

  Exclusions exclusions() {
    return new Exclusions(
        values.get(ExcludeKeys.PATHS),
        values.get(ExcludeKeys.AGENTS),
        values.get(ExcludeKeys.HEADERS));
  }
}
