package io.canaryrouter.judgement;

import io.canaryrouter.measure.Sample;
import io.canaryrouter.split.Stack;
import io.canaryrouter.split.Weight;
import java.util.Arrays;

/**
 * The anytime-valid test of an experiment platform, with the request as its unit: of the failed
 * requests, are more on green than its weight allows? The bets are those that the judge makes on
 * users, all of the stake is there from the start, and the level is 1 %.
 *
 * <p>It would be exact if requests failed independently of each other.
 */
final class SequentialRule implements Rule {
  private static final double ALPHA = 0.01;
  private static final double[] FACTORS = {1.5, 2.5, 5, 12, 40, 400};

  private final double[] logs = new double[FACTORS.length];
  private double weight;
  private boolean hasTripped;

  @Override
  public void start(Weight green) {
    weight = green.ratio();
  }

  @Override
  public void setWeight(long second, Weight green) {
    weight = green.ratio();
  }

  @Override
  public void record(Sample sample) {
    if (!Rule.isFailure(sample)) {
      return;
    }
    for (int i = 0; i < FACTORS.length; i++) {
      double mean = FACTORS[i] * weight + 1 - weight;
      logs[i] += Math.log((sample.stack() == Stack.GREEN ? FACTORS[i] : 1) / mean);
    }
    double evidence = Arrays.stream(logs).map(Math::exp).sum() / FACTORS.length;
    hasTripped = evidence >= 1 / ALPHA;
  }

  @Override
  public void tick(long second, boolean isGreenUp) {}

  @Override
  public boolean hasTripped() {
    return hasTripped;
  }
}
