package io.canaryrouter.judgement;

import io.canaryrouter.measure.Sample;
import io.canaryrouter.split.Stack;

/**
 * Envoy's outlier detection, with green as one host: five failures in a row eject it. Its tests of
 * success rates want five hosts or more, so with two stacks they are off.
 */
final class EnvoyRule implements Rule {
  private static final int CONSECUTIVE = 5;

  private int failures;

  @Override
  public void record(Sample sample) {
    if (sample.stack() == Stack.GREEN) {
      failures = Rule.isFailure(sample) ? failures + 1 : 0;
    }
  }

  @Override
  public void tick(long second, boolean isGreenUp) {}

  @Override
  public boolean hasTripped() {
    return failures >= CONSECUTIVE;
  }
}
