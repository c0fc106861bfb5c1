package io.canaryrouter.config;

import io.canaryrouter.judge.GuardSettings;
import io.canaryrouter.judge.GuardSettings.Mode;
import io.canaryrouter.judge.GuardSettings.OnLatency;
import io.canaryrouter.judge.JudgedGuard;
import io.canaryrouter.routes.Route;
import io.canaryrouter.routes.RouteTable;
import io.canaryrouter.routes.StatusSet;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** What a guard's settings, and those of routes, contradict, and what is seldom meant. */
final class GuardLints {
  private static final long SHORT_NANOS = TimeUnit.SECONDS.toNanos(10);
  private static final int FEW_REQUESTS = 20;
  private static final double LAX_RATE = 0.5;

  /** Beyond that many, most greens would never have enough of them. */
  private static final int MANY_REQUESTS = 10_000;

  /** How far limits look back. */
  private static final int REACH_SECONDS = 900;

  private static final int FIRST_SERVER_ERROR = 500;
  private static final int LAST_STATUS = 599;

  private final GuardSettings guard;
  private final RouteTable routes;
  private final long headNanos;
  private final Values values;
  private final Findings findings;
  private int judgedRoutes;

  GuardLints(RouterConfig config, Values values, Findings findings) {
    this.guard = config.guard();
    this.routes = config.routes();
    this.headNanos = TimeUnit.MILLISECONDS.toNanos(config.green().headMillis());
    this.values = values;
    this.findings = findings;
  }

  void check() {
    if (guard.errorRate() == 0 && isJudged()) {
      error(
          GuardKeys.ERROR_RATE,
          "to know that green never fails takes endless requests, so nothing would ever be well:"
              + " write at least 0.1%, or guard.mode: literal");
    } else if (guard.errorRate() == 0) {
      warning(
          GuardKeys.ERROR_RATE, "one failure of green in a minute is over it: write at least 0.1%");
    } else if (guard.errorRate() == 1) {
      error(GuardKeys.ERROR_RATE, "no more than all requests can fail: write less, for example 1%");
    } else if (guard.errorRate() >= LAX_RATE) {
      warning(GuardKeys.ERROR_RATE, "half of green's requests may fail: write for example 1%");
    }
    if (guard.sustainedNanos() < SHORT_NANOS) {
      warning(
          GuardKeys.SUSTAINED,
          "a moment's noise fails over: write at least 10s; a green that is down trips sooner"
              + " without it");
    }
    if (guard.minRequests() < FEW_REQUESTS) {
      warning(
          GuardKeys.MIN_REQUESTS, "a single failure among so few is over most limits: write 100");
    } else if (guard.minRequests() > MANY_REQUESTS) {
      warning(
          GuardKeys.MIN_REQUESTS,
          "limits look back 15 minutes at most, so that they conclude nothing while green gets fewer"
              + " than "
              + (guard.minRequests() / REACH_SECONDS + 1)
              + " requests a second: write 100");
    }
    guard.p95Nanos().ifPresent(p95 -> reachable(GuardKeys.LATENCY_P95, p95));
    latency();
    List<String> items = values.items(RouteKeys.LISTING);
    for (int i = 0; i < items.size(); i++) {
      if (routes.routes().get(i).pin().isEmpty()) {
        route(items.get(i), routes.routes().get(i));
      }
    }
  }

  private boolean isJudged() {
    return guard.mode() == Mode.JUDGED;
  }

  private void route(String item, Route route) {
    route.p95Nanos().ifPresent(p95 -> reachable(RouteKeys.LATENCY_P95.in(item), p95));
    if (route.successRate().isPresent()) {
      success(item, route);
    }
  }

  /** What takes longer than the stack may take is a failure, and has no latency. */
  private void reachable(Key<?> key, long p95Nanos) {
    if (p95Nanos >= headNanos) {
      error(
          key,
          "no answer is ever that slow, as stacks.green.timeouts.head gives up before: write less"
              + " than that");
    }
  }

  private void success(String item, Route route) {
    Key<?> key = RouteKeys.SUCCESS_RATE.in(item);
    double rate = route.successRate().getAsDouble();
    judgedRoutes++;
    if (isJudged() && judgedRoutes > JudgedGuard.MOST_ROUTES) {
      error(
          key,
          "only "
              + JudgedGuard.MOST_ROUTES
              + " routes can have one of their own: remove it where guard.error-rate will do, or write"
              + " guard.mode: literal");
    } else if (rate == 0) {
      error(
          key,
          "every answer may fail, and it stands in place of guard.error-rate: write for example"
              + " 99.5%, or remove it");
    } else if (rate <= 1 - LAX_RATE) {
      warning(key, "half of the route's answers may fail: write for example 99.5%");
    } else if (rate == 1) {
      warning(key, "one answer that is no success is over it: write at most 99.9%");
    }
    statuses(RouteKeys.SUCCESS.in(item), route.success());
  }

  private void statuses(Key<?> key, StatusSet success) {
    if (success.hasAny(FIRST_SERVER_ERROR, LAST_STATUS)) {
      error(
          key,
          "a 5xx is a failure of its stack, whatever stands here: remove it from the statuses");
    } else if (!success.hasAny(200, 399)) {
      warning(
          key,
          "nothing but a 4xx is a success, so that each good answer is none: write 2xx as well");
    }
  }

  private void latency() {
    boolean isGeneral = guard.p95Nanos().isPresent() || guard.latencyVsBlue().isPresent();
    boolean isOfRoute = routes.routes().stream().anyMatch(GuardLints::isTimed);
    // With evidence there is a limit always, and a noisy percentile moves nobody.
    if (guard.onLatency() != OnLatency.FAILOVER || isJudged()) {
      return;
    }
    if (isGeneral || isOfRoute) {
      warning(
          GuardKeys.ON_LATENCY,
          "a percentile of few requests is noisy, and a cold green is slow: hold warns, and a"
              + " person decides");
    } else {
      warning(
          GuardKeys.ON_LATENCY,
          "no latency has a limit: write guard.latency-p95 or guard.latency-vs-blue");
    }
  }

  private static boolean isTimed(Route route) {
    return route.p95Nanos().isPresent();
  }

  private void error(Key<?> key, String message) {
    findings.error(values.place(key), key.path(), message);
  }

  private void warning(Key<?> key, String message) {
    findings.warning(values.place(key), key.path(), message);
  }
}
