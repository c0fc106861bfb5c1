package io.canaryrouter.judge;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;

/**
 * The time of windows of each {@link WindowLength}, which tumble and nest: every five minutes what
 * has come in is added to the twenty minutes, every twenty to the eighty, every eighty to the
 * phase.
 *
 * <p>No clock: times are monotonic nanoseconds, and time that steps back stands still. Not
 * thread-safe.
 */
final class Tumbling {
  static final long FIVE_MINUTES = TimeUnit.MINUTES.toNanos(5);
  private static final int RATIO = 4;

  private long startNanos;
  private long nowNanos;
  private long folded;

  void restart(long nowNanos) {
    startNanos = nowNanos;
    this.nowNanos = nowNanos;
    folded = 0;
  }

  /**
   * Lets time pass, also a long time at once.
   *
   * @param fold is given each level that is over, from the lowest: its content goes to the next
   */
  void tick(long nowNanos, IntConsumer fold) {
    if (nowNanos - this.nowNanos <= 0) {
      return;
    }
    this.nowNanos = nowNanos;
    long due = (nowNanos - startNanos) / FIVE_MINUTES;
    long span = 1;
    for (int level = 0; level < WindowLength.values().length - 1; level++) {
      if (due / span > folded / span) {
        fold.accept(level);
      }
      span *= RATIO;
    }
    folded = due;
  }

  /** 8 bytes. */
  void writeTo(DataOutput out) throws IOException {
    out.writeLong(nowNanos - startNanos);
  }

  /** Goes on from where another process wrote it, at the time that was then. */
  void readFrom(DataInput in, long nowNanos) throws IOException {
    long age = in.readLong();
    if (age < 0) {
      throw new IOException("the evidence is damaged: it is " + age + " ns old");
    }
    this.nowNanos = nowNanos;
    startNanos = nowNanos - age;
    folded = age / FIVE_MINUTES;
  }
}
