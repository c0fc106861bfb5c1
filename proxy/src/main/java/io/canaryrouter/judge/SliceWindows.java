package io.canaryrouter.judge;

import io.canaryrouter.split.Stack;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.concurrent.TimeUnit;

/**
 * Slice sums of windows of four lengths: short ones find a large difference soon, long ones a small
 * one in the end.
 *
 * <p>The windows tumble and nest: every five minutes what has come in is added to the twenty
 * minutes, every twenty to the eighty, every eighty to the phase. So a sample goes into one place
 * only. Each window is looked at while it fills.
 *
 * <p>Memory: five times 8 KiB. An evaluation costs up to four additions of sums and one of {@link
 * SliceSums#evidence}. No clock: times are monotonic nanoseconds, and time that steps back stands
 * still. Not thread-safe.
 */
final class SliceWindows {
  private static final long FIVE_MINUTES = TimeUnit.MINUTES.toNanos(5);
  private static final int RATIO = 4;

  /** How far back a window reaches, at most. */
  enum Window {
    FIVE_MINUTES(1),
    TWENTY_MINUTES(2),
    EIGHTY_MINUTES(3),
    /** Since the last {@link SliceWindows#restart}. */
    PHASE(4);

    private final int levels;

    Window(int levels) {
      this.levels = levels;
    }
  }

  private final SliceSums[] closed = new SliceSums[Window.values().length];
  private final SliceSums evaluated = new SliceSums();
  private long startNanos;
  private long nowNanos;
  private long folded;

  SliceWindows(long nowNanos) {
    for (int i = 0; i < closed.length; i++) {
      closed[i] = new SliceSums();
    }
    restart(nowNanos);
  }

  /** Forgets everything; a new phase, a new weight, a new build. */
  void restart(long nowNanos) {
    startNanos = nowNanos;
    this.nowNanos = nowNanos;
    folded = 0;
    for (SliceSums sums : closed) {
      sums.clear();
    }
  }

  /** As {@link SliceSums#record}. */
  void record(long userHash, Stack stack, double score) {
    closed[0].record(userHash, stack, score);
  }

  /** Adds what another process has seen in these five minutes. */
  void add(SliceSums reported) {
    closed[0].add(reported);
  }

  /** Lets time pass, also a long time at once. */
  void tick(long nowNanos) {
    if (nowNanos - this.nowNanos <= 0) {
      return;
    }
    this.nowNanos = nowNanos;
    long due = (nowNanos - startNanos) / FIVE_MINUTES;
    long span = 1;
    for (int i = 0; i < closed.length - 1; i++) {
      if (due / span > folded / span) {
        closed[i + 1].add(closed[i]);
        closed[i].clear();
      }
      span *= RATIO;
    }
    folded = due;
  }

  /** What a window says so far. */
  SliceEvidence evidence(Window window) {
    evaluated.clear();
    for (int i = 0; i < window.levels; i++) {
      evaluated.add(closed[i]);
    }
    return evaluated.evidence();
  }

  /** 33 KiB. */
  void writeTo(DataOutput out) throws IOException {
    out.writeLong(nowNanos - startNanos);
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
      long age = in.readLong();
      if (age < 0) {
        throw new IOException("the evidence is damaged: it is " + age + " ns old");
      }
      for (SliceSums sums : closed) {
        sums.readFrom(in);
      }
      this.nowNanos = nowNanos;
      startNanos = nowNanos - age;
      folded = age / FIVE_MINUTES;
    } catch (IOException damaged) {
      restart(nowNanos);
      throw damaged;
    }
  }
}
