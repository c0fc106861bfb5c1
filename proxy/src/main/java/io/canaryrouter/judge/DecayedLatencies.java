package io.canaryrouter.judge;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * A histogram of latencies that forgets: its owner says at each refresh how much of it is left.
 *
 * <p>Ranks and percentiles are those of the last {@link #refresh}, never of samples since: a score
 * made of them depends on the past alone, which the tests over such scores require. Steps of 2 %
 * ({@link LatencyScale}).
 *
 * <p>Cost: an addition a sample; a refresh some 2,000 additions. Memory: 13 KiB. Not thread-safe.
 */
final class DecayedLatencies {
  /** Samples, decayed ones as parts, below which it tells nothing. */
  static final int MIN_SAMPLES = 200;

  private final double[] counts = new double[LatencyScale.STEPS];

  /** The part of the samples in each step or below; the last is 1. */
  private final double[] shares = new double[LatencyScale.STEPS];

  private double total;
  private double known;
  private int p95;
  private int p99;

  void clear() {
    Arrays.fill(counts, 0);
    total = 0;
    known = 0;
  }

  void record(int step) {
    counts[step]++;
    total++;
  }

  /** Takes all that another one holds. */
  void add(DecayedLatencies other) {
    for (int step = 0; step < counts.length; step++) {
      counts[step] += other.counts[step];
    }
    total += other.total;
  }

  /**
   * Makes what was recorded until now what it tells.
   *
   * @param kept the part of each sample that is left afterwards, from 0 to 1
   */
  void refresh(double kept) {
    double sum = 0;
    for (int step = 0; step < counts.length; step++) {
      sum += counts[step];
      shares[step] = total > 0 ? sum / total : 0;
      counts[step] *= kept;
    }
    known = total;
    total = sum * kept;
    p95 = stepOf(0.95);
    p99 = stepOf(0.99);
  }

  private int stepOf(double share) {
    int found = Arrays.binarySearch(shares, share);
    int step = found < 0 ? -found - 1 : found;
    return Math.min(step, shares.length - 1);
  }

  /** Whether it holds enough samples to be asked. */
  boolean isTelling() {
    return known >= MIN_SAMPLES;
  }

  /** The part of its samples below a step, half of those in it among them. */
  double rank(int step) {
    double below = step == 0 ? 0 : shares[step - 1];
    return (below + shares[step]) / 2;
  }

  /** Whether a step lies above that of the 95th percentile. */
  boolean isAboveP95(int step) {
    return step > p95;
  }

  /** Whether a step lies above that of the 99th percentile. */
  boolean isAboveP99(int step) {
    return step > p99;
  }

  /** 6 KiB. */
  void writeTo(DataOutput out) throws IOException {
    for (double count : counts) {
      out.writeDouble(count);
    }
  }

  /** Tells at once what it reads. */
  void readFrom(DataInput in) throws IOException {
    total = 0;
    for (int step = 0; step < counts.length; step++) {
      counts[step] = in.readDouble();
      total += counts[step];
      if (!(counts[step] >= 0) || Double.isInfinite(total)) {
        clear();
        throw new IOException("the scale is damaged: a step of " + counts[step] + " latencies");
      }
    }
    refresh(1);
  }
}
