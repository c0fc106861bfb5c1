package io.canaryrouter.judge;

import io.canaryrouter.split.Stack;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * Scores of both stacks, summed up in {@value UserHash#SLICES} random groups of users: is green's
 * mean above blue's by more than the differences between the groups explain?
 *
 * <p>Requests of one user resemble each other, so that a variance over requests is too small, and a
 * test with it rejects healthy greens (measured: a third of them). Users fall into slices by hash,
 * so the spread between the slices holds whatever ties requests together. With n and b the samples
 * and scores of blue's slices, N, B their totals, p = B/N, and G and g for green:
 *
 * <pre>
 * k = N_G/N_B,  R = G − N_G·p
 * V_B = max( S/(S−1)·Σ(b − p·n)²,          Σx² − N_B·p² )
 * V_G = max( S/(S−1)·Σ(g − p_G·n)², k·V_B, Σx² − N_G·p_G² )
 * z = R / √(V_G + k²·V_B)
 * </pre>
 *
 * <p>The variance is never taken to be below that of independent samples, and never below a
 * quarter, half a score squared, so that scores which are all alike prove nothing by themselves.
 * Both stacks must have been scored by the same rule at the same times; a change of weight in
 * between would weigh the times differently, so the owner begins anew then.
 *
 * <p>Cost: three additions a sample; an evaluation some 1,500 multiplications. Memory: 8 KiB.
 * Mergeable: the sums of two processes add up ({@link #add(SliceSums)}). Not thread-safe.
 */
final class SliceSums {
  private static final double CORRECTION = UserHash.SLICES / (UserHash.SLICES - 1.0);
  private static final double LEAST_VARIANCE = 0.25;

  private final Arm green = new Arm();
  private final Arm blue = new Arm();

  /**
   * Takes one score.
   *
   * @param slice the user's, {@link UserHash#slice}
   * @param score from 0 to 1, what lies outside counts as the end it is beyond; NaN is left out
   */
  void recordIn(int slice, Stack stack, double score) {
    if (!Double.isNaN(score)) {
      of(stack).add(slice, Math.max(0, Math.min(1, score)));
    }
  }

  /** Adds the sums of another process or of another window. */
  void add(SliceSums other) {
    green.add(other.green);
    blue.add(other.blue);
  }

  void clear() {
    green.clear();
    blue.clear();
  }

  SliceEvidence evidence() {
    double greenMean = green.mean();
    double blueMean = blue.mean();
    double expected = green.total * blueMean;
    double z = (green.sum - expected) / Math.sqrt(variance());
    double logEvidence =
        Double.isNaN(z) ? Double.NEGATIVE_INFINITY : SliceEvidence.logMixture(z, green.total);
    return new SliceEvidence(
        z,
        logEvidence,
        greenMean,
        blueMean,
        (long) green.total,
        (long) blue.total,
        green.users(),
        blue.users(),
        expected);
  }

  /** Of R; NaN without samples of both. */
  private double variance() {
    double k = green.total / blue.total;
    double ofBlue = Math.max(LEAST_VARIANCE, blue.variance());
    double ofGreen = Math.max(green.variance(), k * ofBlue);
    return ofGreen + k * k * ofBlue;
  }

  private Arm of(Stack stack) {
    return stack == Stack.GREEN ? green : blue;
  }

  /** 8 KiB. */
  void writeTo(DataOutput out) throws IOException {
    green.writeTo(out);
    blue.writeTo(out);
  }

  void readFrom(DataInput in) throws IOException {
    green.readFrom(in);
    blue.readFrom(in);
  }

  /** One stack's sums. Counts are doubles, whole up to 2⁵³. */
  private static final class Arm {
    private final double[] samples = new double[UserHash.SLICES];
    private final double[] sums = new double[UserHash.SLICES];
    private double squares;
    private double total;
    private double sum;

    void add(int slice, double score) {
      samples[slice]++;
      sums[slice] += score;
      squares += score * score;
      total++;
      sum += score;
    }

    void add(Arm other) {
      for (int slice = 0; slice < samples.length; slice++) {
        samples[slice] += other.samples[slice];
        sums[slice] += other.sums[slice];
      }
      squares += other.squares;
      total += other.total;
      sum += other.sum;
    }

    void clear() {
      if (total > 0) {
        Arrays.fill(samples, 0);
        Arrays.fill(sums, 0);
        squares = 0;
        total = 0;
        sum = 0;
      }
    }

    double mean() {
      return sum / total;
    }

    double variance() {
      double mean = mean();
      double between = 0;
      for (int slice = 0; slice < samples.length; slice++) {
        double rest = sums[slice] - mean * samples[slice];
        between += rest * rest;
      }
      return Math.max(CORRECTION * between, squares - total * mean * mean);
    }

    /** Linear counting (Whang et al. 1990): from the number of slices that nobody is in. */
    double users() {
      int empty = 0;
      for (double count : samples) {
        empty += count == 0 ? 1 : 0;
      }
      return -UserHash.SLICES * Math.log(Math.max(empty, 0.5) / UserHash.SLICES);
    }

    void writeTo(DataOutput out) throws IOException {
      for (int slice = 0; slice < samples.length; slice++) {
        out.writeDouble(samples[slice]);
        out.writeDouble(sums[slice]);
      }
      out.writeDouble(squares);
    }

    void readFrom(DataInput in) throws IOException {
      clear();
      for (int slice = 0; slice < samples.length; slice++) {
        samples[slice] = in.readDouble();
        sums[slice] = in.readDouble();
        total += samples[slice];
        sum += sums[slice];
      }
      squares = in.readDouble();
      boolean isPossible = squares >= 0 && squares <= sum && sum <= total * (1 + 1e-9);
      if (!isPossible || Double.isInfinite(total)) {
        total = 1;
        clear();
        throw new IOException("the evidence is damaged: its sums contradict each other");
      }
    }
  }
}
