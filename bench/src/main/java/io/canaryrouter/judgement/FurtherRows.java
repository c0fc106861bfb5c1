package io.canaryrouter.judgement;

import io.canaryrouter.judgement.Row.Part;
import io.canaryrouter.simulate.Base;
import io.canaryrouter.simulate.Incident;
import io.canaryrouter.simulate.Scenario;
import io.canaryrouter.split.Weight;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Rows of what the judge was not designed on. */
final class FurtherRows {
  private static final Weight TENTH = new Weight(1_000);
  private static final List<Weight> WEIGHTS =
      List.of(new Weight(10), new Weight(100), TENTH, new Weight(5_000));
  private static final long BUSY_SECONDS = TimeUnit.HOURS.toSeconds(24);
  private static final long BUSIEST_SECONDS = TimeUnit.HOURS.toSeconds(3);

  private FurtherRows() {}

  static List<Row> all() {
    List<Row> rows = new ArrayList<>();
    rows.add(
        new Row(
            "JQ-16",
            "green like blue, rough traffic",
            rough(),
            List.of(Target.share(Measure.TRIPS, 0))));
    rows.addAll(rejections());
    rows.add(
        new Row(
            "JQ-18",
            "blue's fault alone, then one of both",
            List.of(
                new Part(of(2, Incident.BLUE_THEN_BOTH), 40, 10),
                new Part(of(2, Incident.BLUE_DAY_THEN_BOTH).watched(30), 40, 3)),
            List.of(Target.share(Measure.TRIPS, 0))));
    return rows;
  }

  /** Each weight at each rate; the more there is to simulate, the shorter. */
  private static List<Part> rough() {
    List<Part> parts = new ArrayList<>();
    for (Weight green : WEIGHTS) {
      parts.add(new Part(healthy(0.2, green), 20, 1));
      parts.add(new Part(healthy(2, green), 24, 1));
      parts.add(new Part(healthy(20, green), 20, 1));
      parts.add(new Part(healthy(100, green).until(BUSY_SECONDS), 12, 0));
      parts.add(new Part(healthy(1_000, green).until(BUSIEST_SECONDS), 1, 0));
    }
    return parts;
  }

  private static Scenario healthy(double rate, Weight green) {
    return Scenario.healthy(rate, green, Base.LOW).rough();
  }

  /** As soon as failures are seen, within half as much again; what may have reasons only warns. */
  private static List<Row> rejections() {
    return List.of(
        outage("401 to all", Incident.AUTH_100),
        outage("403 to all", Incident.HOST_100),
        row("401 to 5 %", 20, Incident.AUTH_5, new Target(Measure.TRIPPED, 38, 135)),
        row("redirect loop for all", 4, Incident.LOOP_100, warned(2, 4), never()),
        row("422 to 5 %", 4, Incident.INVALID_5, warned(38, 135), never()),
        Row.of(
            "JQ-17",
            "401 to all, small traffic",
            new Part(of(2, Incident.AUTH_100).watched(24), 100, 0),
            new Target(Measure.TRIPPED, 180, 1_200)));
  }

  private static Row outage(String what, Incident incident) {
    return row(
        what,
        20,
        incident,
        new Target(Measure.TRIPPED, 2, 4),
        new Target(Measure.FAILED, 20, Double.POSITIVE_INFINITY));
  }

  private static Target warned(double median, double p95) {
    return new Target(Measure.WARNED, median, p95);
  }

  private static Target never() {
    return Target.share(Measure.TRIPS, 0);
  }

  private static Row row(String what, int subset, Incident incident, Target... targets) {
    return Row.of("JQ-17", what, new Part(of(100, incident), 40, subset), targets);
  }

  private static Scenario of(double rate, Incident incident) {
    return Scenario.of(rate, TENTH, Base.LOW, incident);
  }
}
