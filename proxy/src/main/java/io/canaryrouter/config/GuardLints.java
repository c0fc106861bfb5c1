package io.canaryrouter.config;

import io.canaryrouter.judge.GuardSettings;
import io.canaryrouter.judge.GuardSettings.OnLatency;
import io.canaryrouter.routes.Route;
import io.canaryrouter.routes.RouteTable;
import java.util.concurrent.TimeUnit;

/** What a guard allows and is seldom meant. */
final class GuardLints {
  private static final long SHORT_NANOS = TimeUnit.SECONDS.toNanos(10);
  private static final int FEW_REQUESTS = 20;
  private static final double LAX_RATE = 0.5;

  private final GuardSettings guard;
  private final RouteTable routes;
  private final Values values;
  private final Findings findings;

  GuardLints(GuardSettings guard, RouteTable routes, Values values, Findings findings) {
    this.guard = guard;
    this.routes = routes;
    this.values = values;
    this.findings = findings;
  }

  void check() {
    if (guard.errorRate() == 0) {
      warning(
          GuardKeys.ERROR_RATE, "one failure of green in a minute is over it: write at least 0.1%");
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
    }
    latency();
  }

  private void latency() {
    boolean isGeneral = guard.p95Nanos().isPresent() || guard.latencyVsBlue().isPresent();
    boolean isOfRoute = routes.routes().stream().anyMatch(GuardLints::isTimed);
    if (guard.onLatency() != OnLatency.FAILOVER) {
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

  private void warning(Key<?> key, String message) {
    findings.warning(values.place(key), key.path(), message);
  }
}
