package io.canaryrouter.http;

import java.util.concurrent.TimeUnit;

/** Something with deadlines of its own, looked at by its event loop's {@link Sweeper}. */
interface Timed {
  /** Acts on every deadline that has passed; called several times a second. */
  void check(long nowNanos);

  /** Whether an age has reached its limit. */
  static boolean isPast(long ageNanos, long maxMillis) {
    return ageNanos >= TimeUnit.MILLISECONDS.toNanos(maxMillis);
  }
}
