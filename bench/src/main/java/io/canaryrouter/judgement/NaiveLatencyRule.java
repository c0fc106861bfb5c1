package io.canaryrouter.judgement;

import io.canaryrouter.measure.Fault;
import io.canaryrouter.measure.Sample;
import io.canaryrouter.split.Stack;
import java.util.Arrays;

/**
 * What everyone writes next: green's 95th percentile of the last 60 seconds is more than 1.2 times
 * blue's, looked at every second.
 */
final class NaiveLatencyRule implements Rule {
  private static final double RATIO = 1.2;

  private final Tail green = new Tail();
  private final Tail blue = new Tail();
  private boolean hasTripped;

  @Override
  public void record(Sample sample) {
    if (sample.latencyNanos() >= 0 && sample.outcome().fault() == Fault.NONE) {
      (sample.stack() == Stack.GREEN ? green : blue).add(sample.latencyNanos());
    }
  }

  @Override
  public void tick(long second, boolean isGreenUp) {
    // Without a request on one of the sides the comparison is false.
    hasTripped = green.p95() > RATIO * blue.p95();
    green.move();
    blue.move();
  }

  @Override
  public boolean hasTripped() {
    return hasTripped;
  }

  /** The latencies of the last minute, exact to 2 %. */
  private static final class Tail {
    private static final int SECONDS = 60;
    private static final int BINS = 1_100;
    private static final double LOG_BIN = Math.log(1.02);

    private final int[][] bins = new int[SECONDS][64];
    private final int[] lengths = new int[SECONDS];
    private final int[] counts = new int[BINS];
    private int all;
    private int slot;

    void add(long nanos) {
      int bin = (int) Math.min(BINS - 1, Math.log((double) Math.max(1, nanos)) / LOG_BIN);
      if (lengths[slot] == bins[slot].length) {
        bins[slot] = Arrays.copyOf(bins[slot], 2 * lengths[slot]);
      }
      bins[slot][lengths[slot]] = bin;
      lengths[slot]++;
      counts[bin]++;
      all++;
    }

    /** In nanoseconds; NaN without any. */
    double p95() {
      if (all == 0) {
        return Double.NaN;
      }
      int above = all - (int) Math.ceil(0.95 * all);
      int bin = BINS - 1;
      for (int seen = counts[bin]; seen <= above; seen += counts[bin]) {
        bin--;
      }
      return Math.exp(bin * LOG_BIN);
    }

    /** Lets the oldest second go. */
    void move() {
      slot = (slot + 1) % SECONDS;
      for (int i = 0; i < lengths[slot]; i++) {
        counts[bins[slot][i]]--;
      }
      all -= lengths[slot];
      lengths[slot] = 0;
    }
  }
}
