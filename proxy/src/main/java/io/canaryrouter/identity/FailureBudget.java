package io.canaryrouter.identity;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Bounds the time that forged tokens can cost: what checks of public keys spend on bad signatures
 * is at most a tenth of one processor, with {@value #BURST_MILLIS} ms ahead. A good signature costs
 * nothing, since nobody can forge one.
 *
 * <p>Pure: time is handed in. Thread-safe, and never waits.
 */
final class FailureBudget {
  private static final int BURST_MILLIS = 100;

  /** A nanosecond that was spent is there again after so many. */
  private static final long RECOVERY = 10;

  private static final long DEBT_NANOS = RECOVERY * TimeUnit.MILLISECONDS.toNanos(BURST_MILLIS);

  /** A thread that had to pause during its check did not spend that. */
  private static final long DEAREST_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

  private final long originNanos;

  /** When everything spent is there again, counted from the origin. */
  private final AtomicLong evenNanos = new AtomicLong();

  FailureBudget(long nowNanos) {
    this.originNanos = nowNanos;
  }

  /** Whether another check may be begun. */
  boolean allows(long nowNanos) {
    return evenNanos.get() - (nowNanos - originNanos) < DEBT_NANOS;
  }

  /** A check that ended badly took so long. */
  void spend(long nowNanos, long nanos) {
    long debt = RECOVERY * Math.min(nanos, DEAREST_NANOS);
    long now = nowNanos - originNanos;
    evenNanos.updateAndGet(even -> Math.max(even, now) + debt);
  }
}
