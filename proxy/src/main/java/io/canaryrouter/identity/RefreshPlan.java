package io.canaryrouter.identity;

import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;

/**
 * When a key set is fetched next: regularly, sooner when a token names a key that is not there,
 * with growing pauses while it cannot be had. Pauses vary by a tenth, so that many routers do not
 * ask at once.
 *
 * <p>Pure: time and chance are handed in. Confined to one thread.
 */
final class RefreshPlan {
  private static final long REGULAR_NANOS = TimeUnit.MINUTES.toNanos(5);
  private static final long FIRST_RETRY_NANOS = TimeUnit.SECONDS.toNanos(5);

  /** Anybody can send a token that names some key, so that must not make requests of ours. */
  private static final long WANTED_NANOS = TimeUnit.SECONDS.toNanos(30);

  private static final int MOST_DOUBLINGS = 6;

  private final DoubleSupplier chance;
  private boolean isBegun;
  private long lastNanos;
  private long pauseNanos;
  private int failures;

  /** Chance gives numbers from 0 to 1. */
  RefreshPlan(DoubleSupplier chance) {
    this.chance = chance;
  }

  boolean isDue(long nowNanos, boolean isWanted) {
    if (!isBegun) {
      return true;
    }
    long pause = isWanted ? Math.min(pauseNanos, WANTED_NANOS) : pauseNanos;
    return nowNanos - lastNanos >= pause;
  }

  void fetched(long nowNanos) {
    failures = 0;
    begin(nowNanos, REGULAR_NANOS);
  }

  void failed(long nowNanos) {
    long pause = FIRST_RETRY_NANOS << Math.min(failures, MOST_DOUBLINGS);
    failures++;
    begin(nowNanos, Math.min(pause, REGULAR_NANOS));
  }

  private void begin(long nowNanos, long pause) {
    isBegun = true;
    lastNanos = nowNanos;
    pauseNanos = (long) (pause * (0.9 + 0.2 * chance.getAsDouble()));
  }
}
