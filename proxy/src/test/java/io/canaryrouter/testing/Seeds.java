package io.canaryrouter.testing;

import java.util.Random;

/**
 * Random inputs that can be had again: each round has a seed of its own, and a failure names it.
 *
 * <p>{@code -Dcanary.seed=N} runs one round, with that seed.
 */
public final class Seeds {
  private static final String PROPERTY = "canary.seed";

  /** One round of a property. */
  @FunctionalInterface
  public interface Round {
    void run(Random random) throws Exception;
  }

  private Seeds() {}

  /**
   * Runs a property so many times, each with a generator of its own seed.
   *
   * @throws AssertionError naming the seed, caused by what the round threw
   */
  public static void rounds(int count, Round round) {
    Long only = Long.getLong(PROPERTY);
    if (only != null) {
      run(only, round);
      return;
    }
    Random seeds = new Random();
    for (int i = 0; i < count; i++) {
      run(seeds.nextLong(), round);
    }
  }

  private static void run(long seed, Round round) {
    try {
      round.run(new Random(seed));
    } catch (Exception | AssertionError e) {
      throw new AssertionError(e.getMessage() + " (again: -D" + PROPERTY + "=" + seed + ")", e);
    }
  }
}
