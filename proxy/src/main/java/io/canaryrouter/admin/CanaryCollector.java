package io.canaryrouter.admin;

import static io.canaryrouter.admin.MetricFamily.counter;
import static io.canaryrouter.admin.MetricFamily.gauge;

import io.canaryrouter.judge.CriterionStatus;
import io.canaryrouter.judge.JudgedGuard;
import io.canaryrouter.judge.LiteralGuard;
import io.canaryrouter.judge.Verdict;
import io.canaryrouter.measure.Totals;
import io.canaryrouter.measure.Users;
import io.canaryrouter.rollout.ControlStatus;
import io.canaryrouter.split.SplitTable;
import io.canaryrouter.split.Stack;
import io.canaryrouter.split.Weight;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * The router's own metrics, made from the same figures as the state at the moment of the scrape.
 *
 * <p>Thread-safe. No label ever carries a user, a token or a raw path. Series that an alert may
 * count stand there at 0 from the start, so that their first increase is seen.
 */
final class CanaryCollector implements MultiCollector {
  private final AdminParts parts;

  CanaryCollector(AdminParts parts) {
    this.parts = parts;
  }

  @Override
  public MetricSnapshots collect() {
    Totals totals = parts.measurements().totals();
    ControlStatus status = parts.commands().status();
    MetricSnapshots.Builder page = MetricSnapshots.builder();
    RequestMetrics.addTo(page, totals);
    addUsers(page, status);
    addSplit(page, status);
    addBuilds(page);
    addReasons(page, totals, status);
    TokenMetrics.add(page, parts.identifier().get());
    return page.metricSnapshot(
            MetricFamily.info("canary_build", "The router's version.")
                .add(Labels.of("version", parts.version()))
                .snapshot())
        .build();
  }

  private static void addUsers(MetricSnapshots.Builder page, ControlStatus status) {
    var exposed =
        gauge("canary_users_exposed", "Different users assigned to a stack in this epoch.");
    var affected =
        gauge("canary_users_affected", "Different users whom a stack failed in this epoch.");
    for (Stack stack : Stack.values()) {
      Labels label = Labels.of("stack", stack.label());
      Users users = status.figures().stack(stack).epochUsers();
      exposed.add(label, (double) users.exposed());
      affected.add(label, (double) users.affected());
    }
    page.metricSnapshot(exposed.snapshot()).metricSnapshot(affected.snapshot());
  }

  /** One series a stack: a build that has gone takes its own with it. */
  private void addBuilds(MetricSnapshots.Builder page) {
    var builds = MetricFamily.info("canary_stack_build", "The build that a stack's answers name.");
    for (Stack stack : Stack.values()) {
      String build = parts.edge().stack(stack).build();
      if (!build.isEmpty()) {
        builds.add(Labels.of("stack", stack.label(), "build", build));
      }
    }
    page.metricSnapshot(builds.snapshot());
  }

  private void addSplit(MetricSnapshots.Builder page, ControlStatus status) {
    SplitTable table = parts.splitter().table();
    Weight actual = parts.splitter().actual(parts.edge().stack(Stack.GREEN).hasBeenUp());
    page.metricSnapshot(
            gauge("canary_split_green_ratio", "Green's share as users meet it, 0 to 1.")
                .add(Labels.EMPTY, actual.ratio())
                .snapshot())
        .metricSnapshot(
            gauge("canary_epoch", "Counts the changes of split, stacks or latch.")
                .add(Labels.EMPTY, (double) table.epoch())
                .snapshot())
        .metricSnapshot(
            gauge("canary_failover_latched", "1 until a person releases a failover.")
                .add(Labels.EMPTY, table.latch() == null ? 0 : 1)
                .snapshot())
        .metricSnapshot(holds(table).snapshot())
        .metricSnapshot(
            gauge("canary_state_saved", "1 while all that holds is in the store.")
                .add(Labels.EMPTY, status.keeping().isSaved() ? 1 : 0)
                .snapshot());
    addCriteria(page, status);
  }

  private static void addCriteria(MetricSnapshots.Builder page, ControlStatus status) {
    var verdicts = gauge("canary_verdict", "0 ok, 1 inconclusive, 2 warning, 3 critical.");
    verdicts.add(Labels.of("criterion", "overall"), severity(status.verdict().level()));
    var values = gauge("canary_criterion_value", "What a criterion measures of a stack.");
    var limits = gauge("canary_criterion_limit", "What green's value is held to.");
    CriterionMetrics figures = new CriterionMetrics();
    for (CriterionStatus each : status.criteria()) {
      String name = each.criterion();
      verdicts.add(Labels.of("criterion", name), severity(each.level()));
      values.add(Labels.of("criterion", name, "stack", Stack.GREEN.label()), each.green());
      values.add(Labels.of("criterion", name, "stack", Stack.BLUE.label()), each.blue());
      limits.add(Labels.of("criterion", name), each.limit());
      figures.add(name, each.evidence());
    }
    figures.addTo(page);
    page.metricSnapshot(verdicts.snapshot())
        .metricSnapshot(values.snapshot())
        .metricSnapshot(limits.snapshot());
  }

  private static MetricFamily.Gauge holds(SplitTable table) {
    SplitTable.Hold hold = table.hold();
    var holds = gauge("canary_held", "1 while everyone is on blue for this cause, unlatched.");
    for (SplitTable.Hold.Cause cause : SplitTable.Hold.Cause.values()) {
      Labels label = Labels.of("cause", cause.name().toLowerCase(Locale.ROOT));
      holds.add(label, hold != null && hold.cause() == cause ? 1 : 0);
    }
    return holds;
  }

  private static int severity(Verdict.Level level) {
    return switch (level) {
      case OK -> 0;
      case INCONCLUSIVE -> 1;
      case WARNING -> 2;
      case CRITICAL -> 3;
    };
  }

  private static void addReasons(
      MetricSnapshots.Builder page, Totals totals, ControlStatus status) {
    Map<String, Long> failoverCounts = new TreeMap<>(Map.of("manual", 0L));
    LiteralGuard.REASONS.forEach(reason -> failoverCounts.put(reason, 0L));
    JudgedGuard.REASONS.forEach(reason -> failoverCounts.put(reason, 0L));
    failoverCounts.putAll(status.failovers());
    var failovers = counter("canary_failovers", "Times that everyone was sent to blue.");
    failoverCounts.forEach((reason, count) -> failovers.add(Labels.of("reason", reason), count));
    var rescues = counter("canary_rescues", "Requests that blue answered in green's place.");
    totals.rescues().forEach((reason, count) -> rescues.add(Labels.of("reason", reason), count));
    var identities = counter("canary_identity", "Requests by where their user was found.");
    totals
        .identities()
        .forEach((source, count) -> identities.add(Labels.of("source", source.label()), count));
    var platforms =
        counter("canary_platform_answers", "Answers that a stack's platform gave in its place.");
    totals
        .platformAnswers()
        .forEach((stack, count) -> platforms.add(Labels.of("stack", stack.label()), count));
    var crossovers = counter("canary_crossovers", "Users seen on both stacks.");
    crossovers.add(Labels.EMPTY, totals.crossed() + status.figures().crossovers());
    var overrides = counter("canary_overrides", "Requests with an override, by what became of it.");
    totals
        .overrides()
        .forEach((result, count) -> overrides.add(Labels.of("result", result.label()), count));
    page.metricSnapshot(crossovers.snapshot())
        .metricSnapshot(overrides.snapshot())
        .metricSnapshot(failovers.snapshot())
        .metricSnapshot(rescues.snapshot())
        .metricSnapshot(platforms.snapshot())
        .metricSnapshot(identities.snapshot())
        .metricSnapshot(
            counter("canary_samples_lost", "Samples that the judge never saw.")
                .add(Labels.EMPTY, totals.lostSamples())
                .snapshot());
  }
}
