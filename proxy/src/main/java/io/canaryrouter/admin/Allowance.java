package io.canaryrouter.admin;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * So many at once, and one more in each span, for every name of its own: a token bucket.
 *
 * <p>Thread-safe. Memory: at most {@code mostNames} names; beyond, the one that was seen longest
 * ago is forgotten, which gives it its whole burst again.
 */
final class Allowance {
  private final long spanNanos;
  private final long burstNanos;
  private final LongSupplier nanoClock;
  private final Map<String, Long> fullAt;

  /**
   * An allowance.
   *
   * @param burst how many at once
   * @param span after which there is one more
   */
  Allowance(int burst, Duration span, int mostNames, LongSupplier nanoClock) {
    this.spanNanos = span.toNanos();
    this.burstNanos = burst * spanNanos;
    this.nanoClock = nanoClock;
    this.fullAt =
        new LinkedHashMap<>(16, 0.75f, true) {
          private static final long serialVersionUID = 1;

          @Override
          protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
            return size() > mostNames;
          }
        };
  }

  /**
   * Takes one.
   *
   * @return 0, or when there is none the whole seconds until there is one
   */
  synchronized long take(String name) {
    long now = nanoClock.getAsLong();
    long wait = waitNanos(name, now);
    if (wait == 0) {
      fullAt.put(name, now + missingNanos(name, now) + spanNanos);
    }
    return seconds(wait);
  }

  /** What {@link #take} would return; takes nothing. */
  synchronized long waitSeconds(String name) {
    return seconds(waitNanos(name, nanoClock.getAsLong()));
  }

  private long waitNanos(String name, long now) {
    return Math.max(0, missingNanos(name, now) + spanNanos - burstNanos);
  }

  /** How long the bucket still fills. */
  private long missingNanos(String name, long now) {
    Long full = fullAt.get(name);
    return full == null ? 0 : Math.max(0, full - now);
  }

  private static long seconds(long nanos) {
    return (nanos + 999_999_999L) / 1_000_000_000L;
  }
}
