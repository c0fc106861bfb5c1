package io.canaryrouter.judgement;

import io.canaryrouter.measure.Sample;
import java.util.Arrays;

/** The requests of one side in one interval of a rule. */
final class Span {
  private double[] millis = new double[64];
  private int timed;
  private int requests;
  private int failures;
  private boolean isSorted = true;

  void add(Sample sample) {
    requests++;
    failures += Rule.isFailure(sample) ? 1 : 0;
    if (sample.latencyNanos() >= 0) {
      if (timed == millis.length) {
        millis = Arrays.copyOf(millis, 2 * timed);
      }
      millis[timed++] = sample.latencyNanos() / 1e6;
      isSorted = false;
    }
  }

  void clear() {
    timed = 0;
    requests = 0;
    failures = 0;
  }

  boolean isEmpty() {
    return requests == 0;
  }

  /** The share of failures; NaN when there were no requests. */
  double failures() {
    return requests == 0 ? Double.NaN : failures / (double) requests;
  }

  /** The latency in milliseconds that a share of the requests stayed below; NaN without any. */
  double quantile(double share) {
    if (timed == 0) {
      return Double.NaN;
    }
    if (!isSorted) {
      Arrays.sort(millis, 0, timed);
      isSorted = true;
    }
    return millis[Math.min(timed - 1, (int) (share * timed))];
  }
}
