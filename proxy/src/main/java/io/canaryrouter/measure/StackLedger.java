package io.canaryrouter.measure;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/** The figures of one stack, and of its routes. Owned by the control thread. */
final class StackLedger {
  private static final Duration DAY = Duration.ofDays(1);
  private static final int HOURS = 48;

  private final Timeline all;
  private final Timeline judged;
  private final UserSketch users = new UserSketch();
  private final UserSet epochSet = new UserSet();
  private final Map<String, RouteLedger> routes = new TreeMap<>();
  private UserSketch epochUsers = new UserSketch();

  StackLedger(long nowNanos) {
    all = new Timeline(HOURS, nowNanos);
    judged = new Timeline(0, nowNanos);
  }

  void record(Sample sample, String route, boolean isOfEpoch) {
    all.record(sample, isOfEpoch);
    if (sample.judged()) {
      judged.record(sample, isOfEpoch);
    }
    users.record(sample);
    if (isOfEpoch) {
      epochUsers.record(sample);
    }
    RouteLedger known = routes.get(route);
    if (known == null) {
      known = new RouteLedger(sample.endNanos());
      routes.put(route, known);
    }
    known.record(sample, isOfEpoch);
  }

  void beginEpoch(long nowNanos) {
    all.beginEpoch(nowNanos);
    judged.beginEpoch(nowNanos);
    routes.values().forEach(route -> route.beginEpoch(nowNanos));
    epochUsers = new UserSketch();
    epochSet.clear();
  }

  /** The users of the epoch, each known again. */
  UserSet epochSet() {
    return epochSet;
  }

  Figures.StackFigures figures(long nowNanos) {
    Map<String, Figures.RouteFigures> routeFigures = new TreeMap<>();
    routes.forEach((name, route) -> routeFigures.put(name, route.figures(nowNanos)));
    return new Figures.StackFigures(
        all.spans(nowNanos),
        judged.spans(nowNanos),
        all.last(DAY, nowNanos),
        epochUsers.users(),
        users.users(),
        routeFigures);
  }
}
