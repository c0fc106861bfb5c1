package io.canaryrouter.judge;

import io.canaryrouter.measure.Sample;
import java.util.concurrent.TimeUnit;

/**
 * Which keys are users: those that a signature vouches for, and those that a stack has answered
 * with a 2xx. Any other key is no more than its client's network, so that a thousand invented ones
 * are one user.
 *
 * <p>A key is remembered for one to two days after its last 2xx. Memory: 256 KiB; with a hundred
 * thousand keys a day a tenth of the invented ones passes for known, which is why a service of that
 * size should verify its tokens. Owned by the control thread.
 */
final class KnownUsers {
  private static final long DAY_NANOS = TimeUnit.DAYS.toNanos(1);

  private UserSet today = new UserSet();
  private UserSet yesterday = new UserSet();
  private long day;

  /** Begins the next day when it is time. */
  void tick(long nowNanos) {
    long now = Math.floorDiv(nowNanos, DAY_NANOS);
    if (now == day) {
      return;
    }
    UserSet oldest = yesterday;
    yesterday = today;
    today = oldest;
    today.clear();
    if (now != day + 1) {
      yesterday.clear();
    }
    day = now;
  }

  /**
   * Takes what a stack has told a key, and tells whether it has been answered with a 2xx before.
   */
  boolean record(Sample sample) {
    int place = UserHash.place(sample.userHash());
    boolean isServed = today.contains(place) || yesterday.contains(place);
    if (sample.status() >= 200 && sample.status() < 300) {
      today.add(place);
    }
    return isServed;
  }
}
