package io.canaryrouter.judge;

import io.canaryrouter.split.Stack;
import io.canaryrouter.split.Weight;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * Do green's users do less than they should? Whoever meets a broken page without an error goes away
 * early, and no other figure shows it.
 *
 * <p>Under a weight w green's users would make w of the requests. That green's make at least a
 * tenth fewer each is the claim to be proved, so what is held against it is the share e =
 * 0.9w/(0.9w+1−w), and the spread is that of the users' diligence over random slices ({@link
 * SliceSums}):
 *
 * <pre>
 * R = e·N − N_G,  V = w(1−w)·S/(S−1)·Σ(n − N/S)²,  z = R/√V
 * </pre>
 *
 * <p>Weak evidence at any rate of traffic, good for a warning. One weight only: the owner begins
 * anew when it changes. Cost: two increments a sample. Memory: 2 KiB. Mergeable. Not thread-safe.
 */
final class Throughput {
  /** What is no less than this share of blue's is no news. */
  static final double FLOOR = 0.9;

  private static final double CORRECTION = UserHash.SLICES / (UserHash.SLICES - 1.0);

  private final long[] samples = new long[UserHash.SLICES];
  private long green;
  private long total;
  private double ratio;

  Throughput(Weight green) {
    restart(green);
  }

  void restart(Weight weight) {
    ratio = weight.ratio();
    clear();
  }

  private void clear() {
    Arrays.fill(samples, 0);
    green = 0;
    total = 0;
  }

  void record(long userHash, Stack stack) {
    samples[UserHash.slice(userHash)]++;
    green += stack == Stack.GREEN ? 1 : 0;
    total++;
  }

  /** Adds what another process has seen under the same weight. */
  void add(Throughput other) {
    for (int slice = 0; slice < samples.length; slice++) {
      samples[slice] += other.samples[slice];
    }
    green += other.green;
    total += other.total;
  }

  /**
   * Standard deviations that green lies below nine tenths of its part; NaN without users of both.
   */
  double z() {
    double variance = ratio * (1 - ratio) * CORRECTION * spread();
    return variance > 0 ? (floor() * total - green) / Math.sqrt(variance) : Double.NaN;
  }

  /** The natural logarithm of the evidence; minus infinity while there is none. */
  double logEvidence() {
    double z = z();
    return Double.isNaN(z) ? Double.NEGATIVE_INFINITY : SliceEvidence.logMixture(z, ratio * total);
  }

  /** What a user of green does for one request of blue's user; NaN without requests of both. */
  double relative() {
    return ratio > 0 && total > green
        ? (double) green / (total - green) * (1 - ratio) / ratio
        : Double.NaN;
  }

  long green() {
    return green;
  }

  long total() {
    return total;
  }

  private double floor() {
    return FLOOR * ratio / (FLOOR * ratio + 1 - ratio);
  }

  private double spread() {
    double mean = (double) total / UserHash.SLICES;
    double spread = 0;
    for (long count : samples) {
      spread += (count - mean) * (count - mean);
    }
    return spread;
  }

  /** 2 KiB. */
  void writeTo(DataOutput out) throws IOException {
    for (long count : samples) {
      out.writeLong(count);
    }
    out.writeLong(green);
  }

  /**
   * Goes on from where another process wrote it under the same weight.
   *
   * @throws IOException when it is cut off or damaged; then it has begun anew
   */
  void readFrom(DataInput in) throws IOException {
    try {
      read(in);
    } catch (IOException damaged) {
      clear();
      throw damaged;
    }
  }

  private void read(DataInput in) throws IOException {
    clear();
    boolean isPossible = true;
    for (int slice = 0; slice < samples.length; slice++) {
      samples[slice] = in.readLong();
      total += samples[slice];
      isPossible &= samples[slice] >= 0 && total >= 0;
    }
    green = in.readLong();
    if (!isPossible || green < 0 || green > total) {
      throw new IOException("the evidence is damaged: its requests contradict each other");
    }
  }
}
