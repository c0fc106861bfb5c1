package io.canaryrouter.admin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.canaryrouter.measure.Figures.RouteFigures;
import io.canaryrouter.measure.Figures.StackFigures;
import io.canaryrouter.measure.Outcome;
import io.canaryrouter.measure.OutcomeCounts;
import io.canaryrouter.measure.Rejection;
import io.canaryrouter.measure.RouteTotals;
import io.canaryrouter.measure.Spans;
import io.canaryrouter.measure.Users;
import io.canaryrouter.measure.Window;
import java.util.Map;

/** What became of a stack's requests, as JSON. */
final class FiguresView {
  private FiguresView() {}

  static void addTo(ObjectNode stack, StackFigures figures) {
    ObjectNode minute = counts(figures.all().minute().counts(), true);
    minute.put("seconds", figures.all().minute().seconds());
    addRest(minute, figures.all().minute());
    stack.set("window", minute);
    ObjectNode windows = spans(figures.all());
    windows.set("day", window(figures.day()));
    stack.set("windows", windows);
    stack.set("judged", spans(figures.judged()));
    ObjectNode users = stack.putObject("users");
    users.set("epoch", users(figures.epochUsers()));
    users.set("total", users(figures.users()));
    ObjectNode routes = stack.putObject("routes");
    figures.routes().forEach((name, route) -> routes.set(name, route(route)));
  }

  /** Since the process began. */
  static ObjectNode totals(RouteTotals totals) {
    ObjectNode node = counts(totals.counts(), true);
    node.set("rejections", rejections(totals.rejections()));
    return node;
  }

  private static ObjectNode route(RouteFigures route) {
    ObjectNode node = spans(route.all());
    node.set("users", users(route.epochUsers()));
    return node;
  }

  private static ObjectNode spans(Spans spans) {
    ObjectNode node = Json.newObject();
    node.set("minute", window(spans.minute()));
    node.set("hour", window(spans.hour()));
    node.set("epoch", window(spans.epoch()));
    return node;
  }

  private static ObjectNode window(Window window) {
    ObjectNode node = counts(window.counts(), false).put("seconds", window.seconds());
    addRest(node, window);
    return node;
  }

  private static void addRest(ObjectNode node, Window window) {
    node.set("rejections", rejections(window.rejections()));
    Window.Quantiles latency = window.latency();
    if (latency.count() == 0) {
      node.putNull("p50_ms").putNull("p95_ms").putNull("p99_ms");
    } else {
      node.put("p50_ms", latency.p50Micros() / 1e3)
          .put("p95_ms", latency.p95Micros() / 1e3)
          .put("p99_ms", latency.p99Micros() / 1e3);
    }
  }

  private static ObjectNode counts(OutcomeCounts counts, boolean isComplete) {
    ObjectNode node =
        Json.newObject()
            .put("requests", counts.total())
            .put("failures", counts.failures())
            .put("rescued", counts.rescued())
            .put("error_rate", counts.errorRate());
    ObjectNode outcomes = node.putObject("outcomes");
    for (Outcome outcome : Outcome.values()) {
      if (isComplete || counts.of(outcome) > 0) {
        outcomes.put(outcome.label(), counts.of(outcome));
      }
    }
    return node;
  }

  private static ObjectNode rejections(Map<Rejection, Long> rejections) {
    ObjectNode node = Json.newObject();
    rejections.forEach((rejection, count) -> {
      if (count > 0) {
        node.put(rejection.label(), count);
      }
    });
    return node;
  }

  private static ObjectNode users(Users users) {
    return Json.newObject().put("exposed", users.exposed()).put("affected", users.affected());
  }
}
