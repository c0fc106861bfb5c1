package io.canaryrouter.admin;

import static io.canaryrouter.admin.MetricFamily.counter;
import static io.canaryrouter.admin.MetricFamily.gauge;
import static io.canaryrouter.admin.MetricFamily.histogram;

import io.canaryrouter.measure.Fault;
import io.canaryrouter.measure.Outcome;
import io.canaryrouter.measure.OutcomeCounts;
import io.canaryrouter.measure.Rejection;
import io.canaryrouter.measure.Totals;
import io.canaryrouter.measure.Wanting;
import io.canaryrouter.routes.Route;
import io.canaryrouter.split.Stack;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;

/** What became of the requests, by stack and route. For use by one thread. */
final class RequestMetrics {
  /** Stands for the stack of requests that were refused before they had one. */
  private static final String NO_STACK = "none";

  private final MetricFamily.Counter requests =
      counter("canary_requests", "Requests by their assigned stack, route and outcome.");
  private final MetricFamily.Counter rejections =
      counter("canary_rejections", "4xx answers of a stack by status.");
  private final MetricFamily.Gauge inflight =
      gauge("canary_inflight_requests", "Requests assigned to a stack that have not ended.");
  private final MetricFamily.Gauge tunnels =
      gauge("canary_tunnels", "Tunnels and event streams open.");
  private final MetricFamily.Histogram latency =
      histogram(
          "canary_request_duration_seconds",
          "Request's last byte sent to response head's first byte, successful requests only.");
  private final MetricFamily.Histogram firstByte =
      histogram(
          "canary_time_to_first_byte_seconds",
          "First byte of the request to first byte of the response, if a stack gave one.");
  private final MetricFamily.Histogram total =
      histogram(
          "canary_request_total_seconds",
          "First byte of the request to last byte of the response.");
  private final MetricFamily.Histogram connect =
      histogram("canary_upstream_connect_seconds", "Time to open a connection to a stack.");

  private final MetricFamily.Counter fallbacks =
      counter(
          "canary_asset_fallbacks",
          "Files that a request's stack lacked, by what the other stack had of them.");

  private final MetricFamily.Counter opinions =
      counter(
          "canary_second_opinions",
          "Failures of green of which blue may have a better answer, by what became of them.");

  private RequestMetrics() {}

  static void addTo(MetricSnapshots.Builder page, Totals totals) {
    RequestMetrics metrics = new RequestMetrics();
    for (Stack stack : Stack.values()) {
      metrics.add(stack, totals.stack(stack));
    }
    totals
        .refused()
        .forEach((outcome, count) -> {
          if (outcome.fault() == Fault.CLIENT || outcome.fault() == Fault.ROUTER) {
            metrics.requests.add(request(NO_STACK, Route.OTHER, outcome, false), count);
          }
        });
    page.metricSnapshot(metrics.requests.snapshot())
        .metricSnapshot(metrics.rejections.snapshot())
        .metricSnapshot(metrics.inflight.snapshot())
        .metricSnapshot(metrics.tunnels.snapshot())
        .metricSnapshot(metrics.latency.snapshot())
        .metricSnapshot(metrics.firstByte.snapshot())
        .metricSnapshot(metrics.total.snapshot())
        .metricSnapshot(metrics.connect.snapshot())
        .metricSnapshot(metrics.fallbacks.snapshot())
        .metricSnapshot(metrics.opinions.snapshot());
  }

  private void add(Stack stack, Totals.StackTotals totals) {
    Labels label = Labels.of("stack", stack.label());
    totals
        .routes()
        .forEach((route, own) -> {
          Labels labels = Labels.of("stack", stack.label(), "route", route);
          addCounts(stack, route, own.counts());
          latency.add(labels, own.latency());
          firstByte.add(labels, own.firstByte());
          total.add(labels, own.total());
        });
    for (Rejection rejection : Rejection.values()) {
      rejections.add(
          Labels.of("stack", stack.label(), "status", rejection.label()),
          totals.all().rejections().getOrDefault(rejection, 0L));
    }
    inflight.add(label, (double) totals.inflight());
    tunnels.add(label, (double) totals.tunnels());
    connect.add(label, totals.connect());
    totals
        .secondAnswers(Wanting.FILE)
        .forEach((answer, count) ->
            fallbacks.add(
                Labels.of("stack", stack.label(), "result", Wanting.FILE.label(answer)), count));
    if (stack == Stack.GREEN) {
      totals
          .secondAnswers(Wanting.SUCCESS)
          .forEach((answer, count) ->
              opinions.add(Labels.of("result", Wanting.SUCCESS.label(answer)), count));
    }
  }

  private void addCounts(Stack stack, String route, OutcomeCounts counts) {
    for (Outcome outcome : Outcome.values()) {
      requests.add(request(stack.label(), route, outcome, false), counts.of(outcome, false));
      if (outcome.fault() == Fault.STACK) {
        requests.add(request(stack.label(), route, outcome, true), counts.of(outcome, true));
      }
    }
  }

  private static Labels request(String stack, String route, Outcome outcome, boolean isRescued) {
    return Labels.of(
        new String[] {"stack", "route", "outcome", "rescued"},
        new String[] {stack, route, outcome.label(), String.valueOf(isRescued)});
  }
}
