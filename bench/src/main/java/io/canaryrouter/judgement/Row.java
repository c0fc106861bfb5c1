package io.canaryrouter.judgement;

import io.canaryrouter.simulate.Base;
import io.canaryrouter.simulate.Incident;
import io.canaryrouter.simulate.Scenario;
import io.canaryrouter.split.Weight;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A row of the yardstick: rollouts, and what is asked of the judge in them.
 *
 * @param id its name, {@code JQ-3}
 */
record Row(String id, String what, List<Part> parts, List<Target> targets) {
  private static final Weight ONE = new Weight(100);
  private static final Weight TENTH = new Weight(1_000);
  private static final Weight HALF = new Weight(5_000);

  /** Rollouts of one scenario: how many, and how many of them belong to the subset. */
  record Part(Scenario scenario, int runs, int subset) {}

  /** All rows, in their order. */
  static List<Row> all() {
    List<Row> rows = new ArrayList<>();
    rows.add(
        new Row(
            "JQ-1",
            "green like blue, 48 h",
            healthy(),
            List.of(Target.share(Measure.TRIPS, 0), Target.share(Measure.WARNINGS, 0.05))));
    rows.addAll(errors());
    rows.addAll(latencies());
    rows.add(
        lasting("JQ-10", "0.1 → 0.5 %", Incident.SMALL_0_5)
            .asking(new Target(Measure.WARNED, 330, 900), Target.share(Measure.TRIPS, 0.15)));
    rows.add(
        new Row(
            "JQ-11",
            "both stacks bad, or one user's storm",
            shared(),
            List.of(Target.share(Measure.TRIPS, 0))));
    rows.addAll(smallTraffic());
    rows.addAll(FurtherRows.all());
    return List.copyOf(rows);
  }

  private static List<Part> healthy() {
    return List.of(
        new Part(Scenario.healthy(100, TENTH, Base.LOW), 50, 0),
        new Part(Scenario.healthy(100, TENTH, Base.HIGH), 50, 0),
        new Part(Scenario.healthy(2, TENTH, Base.LOW), 250, 8),
        new Part(Scenario.healthy(2, TENTH, Base.HIGH), 250, 8),
        new Part(Scenario.healthy(20, ONE, Base.HIGH), 30, 1),
        new Part(Scenario.ramp(20, Base.HIGH), 30, 1));
  }

  private static List<Row> errors() {
    return List.of(
        incident("JQ-2", "connections refused", 40, Incident.CONN)
            .asking(new Target(Measure.FAILED, 6, 8)),
        incident("JQ-2", "all fail", 40, Incident.ERR_100).asking(new Target(Measure.FAILED, 6, 8)),
        incident("JQ-3", "0.1 → 5 %", 40, Incident.ERR_5)
            .asking(
                new Target(Measure.TRIPPED, 25, 90),
                new Target(Measure.FAILED, 12, Double.POSITIVE_INFINITY)),
        incident("JQ-4", "0.1 → 1.5 %", 40, Incident.ERR_1_5)
            .asking(new Target(Measure.TRIPPED, 100, 360)),
        of(
            "JQ-5",
            "base 0.8 %, + 1.4 points",
            new Part(Scenario.of(100, TENTH, Base.HIGH, Incident.ERR_1_5), 40, 20),
            new Target(Measure.TRIPPED, 180, 660)),
        incident("JQ-6", "a fifth of one route fails", 40, Incident.ROUTE_20)
            .asking(new Target(Measure.TRIPPED, 160, 540)),
        incident("JQ-6", "one user in 20 fails", 30, Incident.COHORT_5)
            .asking(new Target(Measure.TRIPPED, 330, 1_100)));
  }

  private static List<Row> latencies() {
    return List.of(
        incident("JQ-7", "latency × 1.5", 30, Incident.LAT_50)
            .asking(new Target(Measure.TRIPPED, 420, 960), new Target(Measure.WARNED, 270, 420)),
        incident("JQ-8", "p99 × 2.7", 30, Incident.TAIL)
            .asking(new Target(Measure.TRIPPED, 480, 1_020)),
        lasting("JQ-9", "latency × 1.2", Incident.LAT_20)
            .asking(new Target(Measure.WARNED, 720, 3_600), Target.share(Measure.TRIPS, 0)));
  }

  private static List<Part> shared() {
    Stream<Incident> both =
        Stream.of(
            Incident.BOTH_ERR_3,
            Incident.BOTH_ERR_20,
            Incident.BOTH_ERR_100,
            Incident.BOTH_LAT_200);
    List<Part> parts = new ArrayList<>();
    both.forEach(
        incident -> parts.add(new Part(Scenario.of(100, TENTH, Base.LOW, incident), 30, 1)));
    parts.add(new Part(Scenario.of(100, TENTH, Base.LOW, Incident.STORM), 30, 2));
    parts.add(new Part(Scenario.of(2, TENTH, Base.LOW, Incident.STORM), 60, 10));
    return parts;
  }

  private static List<Row> smallTraffic() {
    return List.of(
        small("JQ-12", 2, TENTH, Incident.ERR_100, 100, 120, 800),
        small("JQ-12", 2, TENTH, Incident.ERR_100_PROBED, 100, 120, 800),
        small("JQ-12", 2, TENTH, Incident.ERR_5, 100, 1_300, 4_500),
        small("JQ-12", 2, TENTH, Incident.ERR_1_5, 100, 4_200, 16_000),
        small("JQ-13", 20, ONE, Incident.ERR_5, 40, 680, 3_300),
        small("JQ-13", 20, HALF, Incident.ERR_5, 30, 90, 310));
  }

  private static Row small(
      String id,
      double rate,
      Weight green,
      Incident incident,
      int runs,
      double median,
      double p95) {
    Base base = green.equals(HALF) ? Base.HIGH : Base.LOW;
    Scenario scenario = Scenario.of(rate, green, base, incident).watched(24);
    return of(
        id, "small traffic", new Part(scenario, runs, 0), new Target(Measure.TRIPPED, median, p95));
  }

  private static Row incident(String id, String what, int runs, Incident incident) {
    return of(id, what, new Part(Scenario.of(100, TENTH, Base.LOW, incident), runs, 20));
  }

  /** One that nothing ends, so that each of its rollouts takes its time. */
  private static Row lasting(String id, String what, Incident incident) {
    return of(id, what, new Part(Scenario.of(100, TENTH, Base.LOW, incident), 30, 8));
  }

  static Row of(String id, String what, Part part, Target... targets) {
    return new Row(id, what, List.of(part), List.of(targets));
  }

  private Row asking(Target... asked) {
    return new Row(id, what, parts, List.of(asked));
  }
}
