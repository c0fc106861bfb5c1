package io.canaryrouter.judgement;

import io.canaryrouter.measure.Sample;
import io.canaryrouter.split.Stack;

/**
 * Flagger's analysis with an interval and a window of a minute: a check fails when less than 99 %
 * of green's requests succeeded, when there were none, or where it is asked for when the 99th
 * percentile is over a fixed limit. Failed checks are counted and never forgotten; at the beginning
 * of the run after the one that made them too many it rolls back.
 */
final class FlaggerRule implements Rule {
  private static final int INTERVAL = 60;
  private static final double LEAST_SUCCESS = 0.99;

  private final int threshold;
  private final double p99Millis;
  private final boolean skipsSilence;
  private final Span minute = new Span();
  private int failed;
  private boolean hasTripped;

  private FlaggerRule(int threshold, double p99Millis, boolean skipsSilence) {
    this.threshold = threshold;
    this.p99Millis = p99Millis;
    this.skipsSilence = skipsSilence;
  }

  static FlaggerRule ofErrors(int threshold) {
    return new FlaggerRule(threshold, Double.POSITIVE_INFINITY, false);
  }

  /** One that holds the 99th percentile to a limit as well. */
  static FlaggerRule ofAll(int threshold, double p99Millis) {
    return new FlaggerRule(threshold, p99Millis, false);
  }

  /** Kinder than the real one: a minute without a request is no failed check. */
  static FlaggerRule ofErrorsWithoutSilence(int threshold) {
    return new FlaggerRule(threshold, Double.POSITIVE_INFINITY, true);
  }

  @Override
  public void record(Sample sample) {
    if (sample.stack() == Stack.GREEN) {
      minute.add(sample);
    }
  }

  @Override
  public void tick(long second, boolean isGreenUp) {
    if (second % INTERVAL != 0) {
      return;
    }
    if (failed >= threshold) {
      hasTripped = true;
    } else if (isFailed()) {
      failed++;
    }
    minute.clear();
  }

  private boolean isFailed() {
    if (minute.isEmpty()) {
      return !skipsSilence;
    }
    return 1 - minute.failures() < LEAST_SUCCESS || minute.quantile(0.99) > p99Millis;
  }

  @Override
  public boolean hasTripped() {
    return hasTripped;
  }
}
