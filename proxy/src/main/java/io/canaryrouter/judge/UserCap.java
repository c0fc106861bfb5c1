package io.canaryrouter.judge;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/**
 * Lets so many requests of a user a minute count, so that one busy client does not make up the
 * figures of a stack.
 *
 * <p>Users are counted by a part of their hash ({@link UserHash#counter}); two that share a counter
 * share its allowance. That has nothing to do with their stacks, so it favours neither. Memory: 64
 * KiB. A request costs one byte read and written, a minute one sweep. Not thread-safe.
 */
final class UserCap {
  private static final long MINUTE_NANOS = TimeUnit.MINUTES.toNanos(1);

  private final byte[] counts = new byte[UserHash.COUNTERS];
  private final int most;
  private long startNanos;

  /** Of so many requests of a user a minute, at most 127. */
  UserCap(long nowNanos, int most) {
    this.most = most;
    restart(nowNanos);
  }

  void restart(long nowNanos) {
    startNanos = nowNanos;
    Arrays.fill(counts, (byte) 0);
  }

  /** Whether another request of this user counts in this minute. */
  boolean admit(long userHash) {
    int counter = UserHash.counter(userHash);
    if (counts[counter] >= most) {
      return false;
    }
    counts[counter]++;
    return true;
  }

  /** Begins the next minute when it is time; time that steps back stands still. */
  void tick(long nowNanos) {
    long minutes = (nowNanos - startNanos) / MINUTE_NANOS;
    if (minutes > 0) {
      restart(startNanos + minutes * MINUTE_NANOS);
    }
  }
}
