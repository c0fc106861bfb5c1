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
  private static final double MIB = 1 << 20;
  private static final Weight TENTH = new Weight(1_000);

  /** Of a judge that has watched so many seconds of a healthy rollout at 100 requests a second. */
  static Cost of(Supplier<Judge> judges, int seconds) {
    List<List<Sample>> samples = samples(seconds);
    long count = samples.stream().mapToLong(List::size).sum();
    List<Double> nanos = new ArrayList<>();
    for (int pass = 0; pass < PASSES; pass++) {
      nanos.add(pass(new JudgeRule(judges.get()), samples) / (double) count);
    }
    Collections.sort(nanos);
    // The first measurement also sees what the making of the samples leaves behind for a while.
    held(judges, samples);
    return new Cost(nanos, held(judges, samples));
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

  private static double held(Supplier<Judge> judges, List<List<Sample>> samples) {
    double before = heap();
    JudgeRule held = new JudgeRule(judges.get());
    try {
      pass(held, samples);
      return heap() - before;
    } finally {
      Reference.reachabilityFence(held);
      Reference.reachabilityFence(samples);
    }
  }

  private static List<List<Sample>> samples(int seconds) {
    Traffic traffic = new Traffic(Scenario.healthy(100, TENTH, Base.LOW), 1);
    List<List<Sample>> samples = new ArrayList<>();
    while (traffic.second() < seconds) {
      List<Sample> second = new ArrayList<>();
      traffic.advance(second::add);
      samples.add(second);
    }
    return samples;
  }

  /** Nanoseconds of processor time. */
  private static long pass(JudgeRule rule, List<List<Sample>> samples) {
    long before = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    rule.start(TENTH);
    long second = 0;
    for (List<Sample> each : samples) {
      each.forEach(rule::record);
      second++;
      rule.tick(second, true);
    }
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - before;
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
