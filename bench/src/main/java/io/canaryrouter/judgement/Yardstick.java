package io.canaryrouter.judgement;

import io.canaryrouter.judge.GuardSettings;
import io.canaryrouter.judge.Judge;
import io.canaryrouter.judge.LiteralGuard;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Drives a judge and the anchors over every row's rollouts and prints what they are worth: {@code
 * bench/judgement}.
 */
public final class Yardstick {
  private static final String USAGE =
      "usage: bench/judgement [--subset] [ROW...]: all rows, or those named, for example JQ-3";
  private static final String LINE = "| %s | %s | %s | %s | %s | %s | %s |%n";

  private final Supplier<Judge> judge;
  private final boolean isSubset;
  private final PrintStream out;
  private final List<Finding> critical = new ArrayList<>();
  private int missed;

  private Yardstick(Supplier<Judge> judge, boolean isSubset, PrintStream out) {
    this.judge = judge;
    this.isSubset = isSubset;
    this.out = out;
  }

  /** Ends with 1 when a row is missed, with 2 when the question is not understood. */
  public static void main(String[] arguments) {
    List<String> ids = new ArrayList<>(List.of(arguments));
    boolean isSubset = ids.remove("--subset");
    List<Row> rows =
        Row.all().stream().filter(row -> ids.isEmpty() || ids.contains(row.id())).toList();
    if (!rows.stream().map(Row::id).toList().containsAll(ids)) {
      System.err.println(USAGE);
      System.exit(2);
    }
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    Yardstick yardstick = new Yardstick(Yardstick::literal, isSubset, out);
    System.exit(yardstick.measure(rows) == 0 ? 0 : 1);
  }

  /** What decides when nobody says otherwise. */
  private static Judge literal() {
    return new LiteralGuard(GuardSettings.DEFAULT, List.of());
  }

  /** Prints the table; how many of its lines are missed. */
  private int measure(List<Row> rows) {
    out.printf(LINE, "row", "rollouts", "figure", "target", "measured", "best anchor", "");
    out.printf(LINE, "---", "---", "---", "---", "---", "---", "---");
    rows.forEach(this::measure);
    printSentences();
    return missed;
  }

  private void measure(Row row) {
    int runs = row.parts().stream().mapToInt(this::runs).sum();
    if (runs == 0) {
      return;
    }
    Map<String, List<Finding>> anchors = new LinkedHashMap<>();
    List<Finding> findings = new ArrayList<>();
    row.parts().forEach(part -> run(part, findings, anchors));
    findings.stream().filter(Finding::hasTripped).forEach(critical::add);
    String rollouts =
        row.parts().size() == 1 ? runs + ": " + row.parts().get(0).scenario() : runs + " in all";
    for (Target target : row.targets()) {
      out.printf(
          LINE,
          row.id() + " " + row.what(),
          rollouts,
          target.measure().text,
          target,
          target.measure().format(findings) + premature(target, findings),
          Best.of(target.measure(), anchors),
          mark(target.isMet(findings)));
    }
  }

  private int runs(Row.Part part) {
    return isSubset ? part.subset() : part.runs();
  }

  /** Each rollout has a seed of its own, the same in every run of the yardstick. */
  private void run(Row.Part part, List<Finding> findings, Map<String, List<Finding>> anchors) {
    Map<String, Supplier<Rule>> suppliers = Anchors.all();
    for (int i = 0; i < runs(part); i++) {
      List<Rule> rules = new ArrayList<>();
      rules.add(new JudgeRule(judge.get()));
      suppliers.values().forEach(supplier -> rules.add(supplier.get()));
      long seed = 31L * part.scenario().toString().hashCode() + i;
      List<Finding> found = Course.run(part.scenario(), seed, rules);
      findings.add(found.get(0));
      int next = 1;
      for (String name : suppliers.keySet()) {
        anchors.computeIfAbsent(name, key -> new ArrayList<>()).add(found.get(next++));
      }
    }
  }

  private static String premature(Target target, List<Finding> findings) {
    long premature = findings.stream().filter(Finding::isPremature).count();
    return premature == 0 || target.measure().isShare
        ? ""
        : " (%d of %d tripped before)".formatted(premature, findings.size());
  }

  private String mark(boolean isMet) {
    missed += isMet ? 0 : 1;
    return isMet ? "met" : "**missed**";
  }

  private void printSentences() {
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
