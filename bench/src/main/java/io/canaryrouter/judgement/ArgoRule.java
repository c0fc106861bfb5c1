package io.canaryrouter.judgement;

import io.canaryrouter.measure.Sample;
import io.canaryrouter.split.Stack;

/**
 * An analysis of Argo Rollouts with {@code failureLimit: 3}: a measurement fails when green's share
 * of successes is below what is asked for, or when there is none; the fourth failed one, however
 * far apart they are, aborts.
 */
final class ArgoRule implements Rule {
  private static final int FAILURE_LIMIT = 3;

  private final int intervalSeconds;
  private final double leastSuccess;
  private final boolean skipsSilence;
  private final Span interval = new Span();
  private int failed;

  private ArgoRule(int intervalSeconds, double leastSuccess, boolean skipsSilence) {
    this.intervalSeconds = intervalSeconds;
    this.leastSuccess = leastSuccess;
    this.skipsSilence = skipsSilence;
  }

  /** The example of its documentation: every five minutes, 95 %. */
  static ArgoRule ofDocumentation() {
    return new ArgoRule(300, 0.95, false);
  }

  /** Every minute, 99 %. */
  static ArgoRule strict() {
    return new ArgoRule(60, 0.99, false);
  }

  /** Kinder than the real one: a minute without a request is no failed measurement. */
  static ArgoRule strictWithoutSilence() {
    return new ArgoRule(60, 0.99, true);
  }

  @Override
  public void record(Sample sample) {
    if (sample.stack() == Stack.GREEN) {
      interval.add(sample);
    }
  }

  @Override
  public void tick(long second, boolean isGreenUp) {
    if (second % intervalSeconds == 0) {
      boolean isFailed =
          interval.isEmpty() ? !skipsSilence : 1 - interval.failures() < leastSuccess;
      failed += isFailed ? 1 : 0;
      interval.clear();
    }
  }

  @Override
  public boolean hasTripped() {
    return failed > FAILURE_LIMIT;
  }
}
