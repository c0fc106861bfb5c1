package io.canaryrouter.rollout;

import io.canaryrouter.split.SplitTable.Latch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * How old the latch is: one that is younger than ten minutes is released by force only.
 *
 * <p>The age of a latch that was set elsewhere, or before a restart, is taken once from the wall
 * clock and then counted on the monotonic one; a wall clock that is wrong can make it seem young,
 * never older than it is known for. Owned by the control thread.
 */
final class LatchAge {
  private static final long FORCE_NANOS = TimeUnit.MINUTES.toNanos(10);
  private static final long SECOND_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Clocks clocks;
  private long latchedAtNanos;

  LatchAge(Clocks clocks) {
    this.clocks = clocks;
  }

  /** Notes a latch that was not there before. */
  void of(@Nullable Latch before, @Nullable Latch now) {
    if (now != null && !now.equals(before)) {
      long ageMillis = clocks.epochMillis().getAsLong() - now.atEpochMillis();
      long ageNanos = TimeUnit.MILLISECONDS.toNanos(Math.max(0, ageMillis));
      latchedAtNanos = clocks.nanos().getAsLong() - Math.min(ageNanos, FORCE_NANOS);
    }
  }

  void requireOldEnough(boolean isForced) {
    long remainingNanos = FORCE_NANOS - (clocks.nanos().getAsLong() - latchedAtNanos);
    if (remainingNanos > 0 && !isForced) {
      throw new Refused(
          Refused.Kind.STATE,
          "the failover is less than ten minutes old; wait "
              + (remainingNanos / SECOND_NANOS + 1)
              + " s, or force it (--force, \"force\": true)");
    }
  }
}
