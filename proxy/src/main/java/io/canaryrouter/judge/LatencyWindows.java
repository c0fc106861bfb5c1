package io.canaryrouter.judge;

import io.canaryrouter.split.Stack;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * What both stacks' successes took, over the same windows ({@link WindowLength}) as the evidence:
 * the figures that a person is told.
 *
 * <p>Cost: an increment a sample; a question some 3,000 additions. Memory: 32 KiB. Not thread-safe.
 */
final class LatencyWindows {
  /** Samples of green of which a 95th percentile is steady enough to be held against a limit. */
  private static final int STEADY = 1_000;

  private final int[][] green = new int[WindowLength.values().length][LatencyScale.STEPS];
  private final int[][] blue = new int[WindowLength.values().length][LatencyScale.STEPS];
  private final long[] merged = new long[LatencyScale.STEPS];
  private final Tumbling time = new Tumbling();

  LatencyWindows(long nowNanos) {
    restart(nowNanos);
  }

  void restart(long nowNanos) {
    time.restart(nowNanos);
    for (int level = 0; level < green.length; level++) {
      Arrays.fill(green[level], 0);
      Arrays.fill(blue[level], 0);
    }
  }

  void record(Stack stack, int step) {
    of(stack)[0][step]++;
  }

  void tick(long nowNanos) {
    time.tick(nowNanos, this::fold);
  }

  private void fold(int level) {
    fold(green[level], green[level + 1]);
    fold(blue[level], blue[level + 1]);
  }

  /** A step that is full stays full. */
  private static void fold(int[] from, int[] into) {
    for (int step = 0; step < from.length; step++) {
      into[step] = (int) Math.min(Integer.MAX_VALUE, (long) into[step] + from[step]);
    }
    Arrays.fill(from, 0);
  }

  /** The shortest window in which green has enough samples for steady figures, or the longest. */
  WindowLength steady() {
    for (WindowLength window : WindowLength.values()) {
      if (samples(Stack.GREEN, window) >= STEADY) {
        return window;
      }
    }
    return WindowLength.PHASE;
  }

  long samples(Stack stack, WindowLength window) {
    long sum = 0;
    for (int level = 0; level < window.levels; level++) {
      for (int count : of(stack)[level]) {
        sum += count;
      }
    }
    return sum;
  }

  Quantiles quantiles(Stack stack, WindowLength window) {
    Arrays.fill(merged, 0);
    long total = 0;
    for (int level = 0; level < window.levels; level++) {
      for (int step = 0; step < merged.length; step++) {
        merged[step] += of(stack)[level][step];
        total += of(stack)[level][step];
      }
    }
    return total == 0
        ? Quantiles.NONE
        : new Quantiles(quantile(0.5 * total), quantile(0.95 * total), quantile(0.99 * total));
  }

  /** In seconds: the middle of the step in which so many samples are reached. */
  private double quantile(double samples) {
    int step = 0;
    for (long sum = merged[0]; sum < samples; sum += merged[step]) {
      step++;
    }
    return LatencyScale.secondsOf(step);
  }

  private int[][] of(Stack stack) {
    return stack == Stack.GREEN ? green : blue;
  }

  /** 25 KiB. */
  void writeTo(DataOutput out) throws IOException {
    time.writeTo(out);
    for (int level = 0; level < green.length; level++) {
      for (int step = 0; step < LatencyScale.STEPS; step++) {
        out.writeInt(green[level][step]);
        out.writeInt(blue[level][step]);
      }
    }
  }

  /**
   * Goes on from where another process wrote it, at the time that was then.
   *
   * @throws IOException when it is cut off or damaged; then it has begun anew
   */
  void readFrom(DataInput in, long nowNanos) throws IOException {
    try {
      time.readFrom(in, nowNanos);
      for (int level = 0; level < green.length; level++) {
        for (int step = 0; step < LatencyScale.STEPS; step++) {
          green[level][step] = count(in);
          blue[level][step] = count(in);
        }
      }
    } catch (IOException damaged) {
      restart(nowNanos);
      throw damaged;
    }
  }

  private static int count(DataInput in) throws IOException {
    int count = in.readInt();
    if (count < 0) {
      throw new IOException("the latencies are damaged: a step of " + count);
    }
    return count;
  }
}
