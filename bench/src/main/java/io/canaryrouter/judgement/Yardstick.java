package io.canaryrouter.judgement;

import io.canaryrouter.judge.GuardSettings;
import io.canaryrouter.judge.Judge;
import io.canaryrouter.routes.Route;
import io.canaryrouter.routes.RoutePattern;
import io.canaryrouter.routes.StatusSet;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Drives a judge and the anchors over every row's rollouts and prints what they are worth: {@code
 * bench/judgement}.
 */
public final class Yardstick {
  private static final String USAGE =
      "usage: bench/judgement [--subset] [--anchors] [ROW...]: all rows, or those named, such as JQ-3;"
          + " --anchors tells every anchor and not only the best";
  private static final String LINE = "| %s | %s | %s | %s | %s | %s | %s |%n";

  private static final String COST_ROW = "JQ-14";
  private static final double NANOS = 100;
  private static final double MEBIBYTES = 4;
  private static final int COST_MINUTES = 120;

  private final Supplier<Judge> judge;
  private final Rollouts rollouts = new Rollouts(Runtime.getRuntime().availableProcessors());
  private final boolean isSubset;
  private final boolean tellsAnchors;
  private final PrintStream out;
  private final List<Finding> critical = new ArrayList<>();
  private int missed;

  private Yardstick(
      Supplier<Judge> judge, boolean isSubset, boolean tellsAnchors, PrintStream out) {
    this.judge = judge;
    this.isSubset = isSubset;
    this.tellsAnchors = tellsAnchors;
    this.out = out;
  }

  /** Ends with 1 when a row is missed, with 2 when the question is not understood. */
  public static void main(String[] arguments) {
    List<String> ids = new ArrayList<>(List.of(arguments));
    boolean isSubset = ids.remove("--subset");
    boolean tellsAnchors = ids.remove("--anchors");
    List<String> known = new ArrayList<>(Row.all().stream().map(Row::id).toList());
    known.add(COST_ROW);
    if (!known.containsAll(ids)) {
      System.err.println(USAGE);
      System.exit(2);
    }
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    Yardstick yardstick = new Yardstick(Yardstick::judged, isSubset, tellsAnchors, out);
    System.exit(yardstick.measure(ids) == 0 ? 0 : 1);
  }

  /** The guard as it is by default, but that slowness moves people too and routes are declared. */
  private static Judge judged() {
    GuardSettings defaults = GuardSettings.DEFAULT;
    return new GuardSettings(
            GuardSettings.Mode.JUDGED,
            defaults.errorRate(),
            defaults.latencyVsBlue(),
            defaults.p95Nanos(),
            GuardSettings.OnLatency.FAILOVER,
            defaults.minRequests(),
            defaults.sustainedNanos())
        .guard(
            Stream.of("page", "list", "search", "save", "export").map(Yardstick::route).toList());
  }

  /** The rarest route has a success rate of its own, by which a refused form is no failure. */
  private static Route route(String name) {
    return new Route(
        name,
        RoutePattern.parse("/" + name),
        Optional.empty(),
        StatusSet.parse(List.of("2xx", "3xx", "4xx")),
        name.equals("export") ? OptionalDouble.of(0.98) : OptionalDouble.empty(),
        OptionalLong.empty(),
        false);
  }

  /** Prints the table of these rows, or of all; how many of its lines are missed. */
  private int measure(List<String> ids) {
    printMachine();
    out.printf(LINE, "row", "rollouts", "figure", "target", "measured", "best anchor", "");
    out.printf(LINE, "---", "---", "---", "---", "---", "---", "---");
    Row.all().stream().filter(row -> isAsked(ids, row.id())).forEach(this::measure);
    if (isAsked(ids, COST_ROW)) {
      measureCost();
    }
    printSentences();
    return missed;
  }

  private void printMachine() {
    out.printf(
        "Java %s, %s, %d cores; judge %s; rollout i of a scenario has the seed 31 × hash + i of its"
            + " text; in brackets what chance leaves open, at 95 %%%n%n",
        Runtime.version(),
        System.getProperty("os.arch"),
        Runtime.getRuntime().availableProcessors(),
        judge.get().getClass().getSimpleName());
  }

  private static boolean isAsked(List<String> ids, String id) {
    return ids.isEmpty() || ids.contains(id);
  }

  private void measure(Row row) {
    int runs = row.parts().stream().mapToInt(this::runs).sum();
    if (runs == 0) {
      out.printf(LINE, row.id() + " " + row.what(), "not in the subset", "", "", "", "", "");
      return;
    }
    Map<String, List<Finding>> anchors = new LinkedHashMap<>();
    List<Finding> findings = new ArrayList<>();
    row.parts().forEach(part -> run(part, findings, anchors));
    findings.stream().filter(Finding::hasTripped).forEach(critical::add);
    String rollouts =
        row.parts().size() == 1 ? runs + ": " + row.parts().get(0).scenario() : runs + " in all";
    for (Target target : row.targets()) {
      Measure measure = target.measure();
      out.printf(
          LINE,
          row.id() + " " + row.what(),
          rollouts,
          measure.text,
          target,
          measure.format(findings) + Best.premature(measure, findings),
          Best.of(measure, anchors),
          mark(target, findings));
      if (tellsAnchors) {
        anchors.forEach((name, found) -> tell(name, measure, found));
      }
    }
  }

  private void tell(String anchor, Measure measure, List<Finding> findings) {
    String figures = measure.format(findings) + Best.premature(measure, findings);
    out.printf(LINE, "", "", measure.text, "", figures, anchor, "");
  }

  private int runs(Row.Part part) {
    return isSubset ? part.subset() : part.runs();
  }

  private void run(Row.Part part, List<Finding> findings, Map<String, List<Finding>> anchors) {
    List<String> names = List.copyOf(Anchors.all().keySet());
    for (List<Finding> found : rollouts.run(part.scenario(), runs(part), this::rules)) {
      findings.add(found.get(0));
      for (int i = 0; i < names.size(); i++) {
        anchors.computeIfAbsent(names.get(i), key -> new ArrayList<>()).add(found.get(1 + i));
      }
    }
  }

  /** The judge, and behind it the anchors in their order. */
  private List<Rule> rules() {
    List<Rule> rules = new ArrayList<>();
    rules.add(new JudgeRule(judge.get()));
    Anchors.all().values().forEach(anchor -> rules.add(anchor.get()));
    return rules;
  }

  private void measureCost() {
    Cost cost = Cost.of(judge, COST_MINUTES);
    out.printf(
        LINE,
        COST_ROW + " cost",
        "1: 2 h at 100/s",
        "ns a sample; MiB of heap",
        "≤ %.0f; %.0f".formatted(NANOS, MEBIBYTES),
        String.format(
            Locale.ROOT,
            "%.0f (median %.0f, greatest %.0f); %.1f",
            cost.least(),
            cost.median(),
            cost.greatest(),
            cost.mebibytes()),
        "–",
        mark(cost));
  }

  /** The subset runs on any machine, and beside other work: its time is told and not held. */
  private String mark(Cost cost) {
    boolean isFast = cost.least() <= NANOS;
    boolean isSmall = cost.mebibytes() <= MEBIBYTES;
    return isSubset && isSmall && !isFast ? "open" : mark(isFast && isSmall);
  }

  /** Few rollouts miss a target only when chance does not explain it. */
  private String mark(Target target, List<Finding> findings) {
    boolean isOpen = isSubset && !target.isMet(findings) && target.isOpen(findings);
    return isOpen ? "open" : mark(target.isMet(findings));
  }

  private String mark(boolean isMet) {
    missed += isMet ? 0 : 1;
    return isMet ? "met" : "**missed**";
  }

  private void printSentences() {
    if (critical.isEmpty()) {
      return;
    }
    long explained =
        critical.stream().filter(finding -> Sentence.countsBoth(finding.sentence())).count();
    out.printf(
        LINE,
        "JQ-15 every trip says why",
        critical.size() + " trips",
        "counts of both stacks",
        "all",
        explained + " of " + critical.size(),
        "–",
        mark(explained == critical.size()));
  }
}
