package io.canaryrouter.judgement;

import io.canaryrouter.judge.Judge;
import io.canaryrouter.measure.Sample;
import io.canaryrouter.simulate.Base;
import io.canaryrouter.simulate.Scenario;
import io.canaryrouter.simulate.Traffic;
import io.canaryrouter.split.Weight;
import java.lang.management.ManagementFactory;
import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Supplier;

/**
 * What a judge costs.
 *
 * @param nanos processor time of this thread for each sample, the look of every second included, of
 *     some passes in ascending order
 * @param mebibytes the heap that it holds after them
 */
record Cost(List<Double> nanos, double mebibytes) {
  private static final int PASSES = 7;
  private static final int COLLECTIONS = 8;
  private static final int SECONDS = 60;
  private static final double MIB = 1 << 20;
  private static final Weight TENTH = new Weight(1_000);

  /** Of a judge that has watched so many minutes of a healthy rollout at 100 requests a second. */
  static Cost of(Supplier<Judge> judges, int minutes) {
    List<Double> nanos = new ArrayList<>();
    for (int pass = 0; pass < PASSES; pass++) {
      nanos.add(new Pass(judges.get()).watch(minutes));
    }
    Collections.sort(nanos);
    return new Cost(nanos, held(judges, minutes));
  }

  /** The least, which other work on the machine has disturbed least. */
  double least() {
    return nanos.get(0);
  }

  double median() {
    return nanos.get(nanos.size() / 2);
  }

  double greatest() {
    return nanos.get(nanos.size() - 1);
  }

  private static double held(Supplier<Judge> judges, int minutes) {
    double before = heap();
    JudgeRule held = new JudgeRule(judges.get());
    try {
      new Pass(held).watch(minutes);
      return heap() - before;
    } finally {
      Reference.reachabilityFence(held);
    }
  }

  /**
   * A rollout that is made and watched minute by minute in turn: the samples are as fresh in the
   * processor's caches as those that come from the router's ring, and making them is not counted.
   */
  private static final class Pass {
    private final Traffic traffic = new Traffic(Scenario.healthy(100, TENTH, Base.LOW), 1);
    private final List<List<Sample>> minute = new ArrayList<>();
    private final JudgeRule rule;
    private long nanos;
    private long samples;

    Pass(Judge judge) {
      this(new JudgeRule(judge));
    }

    Pass(JudgeRule rule) {
      this.rule = rule;
    }

    /** Nanoseconds of processor time for a sample. */
    double watch(int minutes) {
      rule.start(TENTH);
      for (int i = 0; i < minutes; i++) {
        make();
        long before = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        watch();
        nanos += ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - before;
      }
      return nanos / (double) samples;
    }

    private void make() {
      minute.clear();
      for (int i = 0; i < SECONDS; i++) {
        List<Sample> second = new ArrayList<>();
        traffic.advance(second::add);
        minute.add(second);
        samples += second.size();
      }
    }

    private void watch() {
      long second = traffic.second() - SECONDS;
      for (List<Sample> each : minute) {
        each.forEach(rule::record);
        second++;
        rule.tick(second, true);
      }
    }
  }

  private static double heap() {
    // One run may only clear references to what the next one frees, and the serial collector leaves
    // a twentieth of a heap as it is, dead or not, in all but every fourth run.
    for (int i = 0; i < COLLECTIONS; i++) {
      System.gc();
    }
    Runtime runtime = Runtime.getRuntime();
    return (runtime.totalMemory() - runtime.freeMemory()) / MIB;
  }
}
