package io.canaryrouter.judgement;

import io.canaryrouter.simulate.Scenario;
import java.util.List;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** Runs the rollouts of a scenario, a few at a time; each of them is confined to one thread. */
final class Rollouts {
  private final ForkJoinPool pool;

  Rollouts(int parallelism) {
    pool = new ForkJoinPool(parallelism);
  }

  /**
   * What each rule found, rollout by rollout, whatever the parallelism: each has a seed of its own,
   * the same in every run.
   */
  List<List<Finding>> run(Scenario scenario, int count, Supplier<List<Rule>> rules) {
    long firstSeed = 31L * scenario.toString().hashCode();
    List<ForkJoinTask<List<Finding>>> tasks =
        IntStream.range(0, count)
            .mapToObj(i -> pool.submit(() -> Course.run(scenario, firstSeed + i, rules.get())))
            .toList();
    return tasks.stream().map(ForkJoinTask::join).toList();
  }
}
