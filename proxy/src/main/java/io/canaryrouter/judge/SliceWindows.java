package io.canaryrouter.judge;

import io.canaryrouter.split.Stack;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * Slice sums of windows of four lengths: short ones find a large difference soon, long ones a small
 * one in the end.
 *
 * <p>The windows tumble and nest ({@link Tumbling}), so that a sample goes into one place only.
 * Each window is looked at while it fills.
 *
 * <p>Memory: five times 8 KiB. An evaluation costs up to four additions of sums and one of {@link
 * SliceSums#evidence}. No clock: times are monotonic nanoseconds, and time that steps back stands
 * still. Not thread-safe.
 */
final class SliceWindows {
  private final SliceSums[] closed = new SliceSums[WindowLength.values().length];
  private final SliceSums evaluated = new SliceSums();
  private final Tumbling time = new Tumbling();

  SliceWindows(long nowNanos) {
    for (int i = 0; i < closed.length; i++) {
      closed[i] = new SliceSums();
    }
    restart(nowNanos);
  }

  /** Forgets everything; a new phase, a new weight, a new build. */
  void restart(long nowNanos) {
    time.restart(nowNanos);
    for (SliceSums sums : closed) {
      sums.clear();
    }
  }

  /** As {@link SliceSums#recordIn}. */
  void recordIn(int slice, Stack stack, double score) {
    closed[0].recordIn(slice, stack, score);
  }

  /** Adds what another process has seen in these five minutes. */
  void add(SliceSums reported) {
    closed[0].add(reported);
  }

  /** Lets time pass, also a long time at once. */
  void tick(long nowNanos) {
    time.tick(nowNanos, this::fold);
  }

  private void fold(int level) {
    closed[level + 1].add(closed[level]);
    closed[level].clear();
  }

  /** What a window says so far. */
  SliceEvidence evidence(WindowLength window) {
    evaluated.clear();
    for (int i = 0; i < window.levels; i++) {
      evaluated.add(closed[i]);
    }
    return evaluated.evidence();
  }

  /** 33 KiB. */
  void writeTo(DataOutput out) throws IOException {
    time.writeTo(out);
    for (SliceSums sums : closed) {
      sums.writeTo(out);
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
      for (SliceSums sums : closed) {
        sums.readFrom(in);
      }
    } catch (IOException damaged) {
      restart(nowNanos);
      throw damaged;
    }
  }
}
