package io.canaryrouter.judgement;

import io.canaryrouter.measure.Sample;
import io.canaryrouter.simulate.Scenario;
import io.canaryrouter.simulate.Traffic;
import io.canaryrouter.split.Stack;
import io.canaryrouter.split.Weight;
import java.util.List;

/**
 * One simulated rollout and the rules that watch it, all of them the same samples.
 *
 * <p>It ends with the scenario, when every rule has tripped, or when the first one has and the
 * others had an hour since the onset to do so.
 */
final class Course {
  private static final long PATIENCE = 3_600;

  private final Scenario scenario;
  private final Traffic traffic;
  private final List<Watcher> watchers;
  private Weight green = Weight.NONE;

  private Course(Scenario scenario, long seed, List<Rule> rules) {
    this.scenario = scenario;
    this.traffic = new Traffic(scenario, seed);
    this.watchers = rules.stream().map(rule -> new Watcher(rule, scenario.onsetSecond())).toList();
  }

  /** What each rule found, in their order. */
  static List<Finding> run(Scenario scenario, long seed, List<Rule> rules) {
    Course course = new Course(scenario, seed, rules);
    course.run();
    return course.watchers.stream().map(Watcher::finding).toList();
  }

  private void run() {
    green = traffic.green();
    watchers.forEach(watcher -> watcher.rule.start(green));
    while (!isOver()) {
      if (!green.equals(traffic.green())) {
        green = traffic.green();
        watchers.forEach(watcher -> watcher.rule.setWeight(traffic.second(), green));
      }
      boolean isGreenUp = !traffic.isGreenDown();
      traffic.advance(this::record);
      for (Watcher watcher : watchers) {
        watcher.tick(traffic.second(), isGreenUp);
      }
    }
  }

  private void record(Sample sample) {
    for (Watcher watcher : watchers) {
      watcher.record(sample);
    }
  }

  private boolean isOver() {
    boolean isLate = traffic.second() >= scenario.onsetSecond() + PATIENCE;
    return traffic.isOver()
        || (isLate && watchers.get(0).hasTripped)
        || watchers.stream().allMatch(watcher -> watcher.hasTripped);
  }

  /** A rule, and what it has said so far. */
  private static final class Watcher {
    private final Rule rule;
    private final long onset;
    private boolean hasTripped;
    private double trippedAfter = Finding.NEVER;
    private double warnedAfter = Finding.NEVER;
    private boolean hasWarnedEarly;
    private long failed;

    Watcher(Rule rule, long onset) {
      this.rule = rule;
      this.onset = onset;
    }

    void record(Sample sample) {
      if (hasTripped) {
        return;
      }
      double after = sample.endNanos() / 1e9 - onset;
      if (after >= 0 && sample.stack() == Stack.GREEN && Rule.isUnserved(sample)) {
        failed++;
      }
      rule.record(sample);
      look(after);
    }

    void tick(long second, boolean isGreenUp) {
      if (!hasTripped) {
        rule.tick(second, isGreenUp);
        look(second - (double) onset);
      }
    }

    private void look(double after) {
      if (rule.hasTripped()) {
        hasTripped = true;
        trippedAfter = after;
      }
      if (hasTripped || rule.warns()) {
        hasWarnedEarly |= after < 0;
        warnedAfter = after < 0 ? warnedAfter : Math.min(warnedAfter, after);
      }
    }

    Finding finding() {
      String sentence = hasTripped ? rule.sentence() : "";
      return new Finding(trippedAfter, warnedAfter, hasWarnedEarly, failed, sentence);
    }
  }
}
