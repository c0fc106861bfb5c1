package io.canaryrouter.identity;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;

/**
 * Finds a jump in failed verifications: another secret in the application or in the router, a key
 * that was rotated away, or somebody who forges.
 *
 * <p>Compares the last minute with the ten minutes before it. It is a jump when at least {@value
 * #LEAST_FAILURES} tokens failed, and more than a tenth of all, and five times the share of before.
 * It lasts until the share has come down again; what was before the jump stays what it is measured
 * by.
 *
 * <p>Pure: time and counts are handed in. Confined to one thread. Memory: some seventy samples.
 */
final class FailureWatch {
  private static final long SAMPLE_NANOS = TimeUnit.SECONDS.toNanos(10);
  private static final long RECENT_NANOS = TimeUnit.MINUTES.toNanos(1);
  private static final long HISTORY_NANOS = TimeUnit.MINUTES.toNanos(11);
  private static final int LEAST_FAILURES = 20;
  private static final double LEAST_SHARE = 0.1;
  private static final double FACTOR = 5;

  private record Sample(long nanos, long checked, long failed) {
    Span to(Sample later) {
      return new Span(later.checked - checked, later.failed - failed);
    }
  }

  private record Span(long checked, long failed) {
    double share() {
      return checked == 0 ? 0 : (double) failed / checked;
    }
  }

  private final Deque<Sample> samples = new ArrayDeque<>();
  private double usual;
  private FailureShare share = FailureShare.NOTHING_SEEN;

  /** Counts begin here. */
  FailureWatch(long nowNanos, long checked, long failed) {
    samples.add(new Sample(nowNanos, checked, failed));
  }

  /**
   * Takes a look, at most every ten seconds.
   *
   * @param checked how many tokens were checked until now
   * @param failed how many of them failed
   */
  FailureShare look(long nowNanos, long checked, long failed) {
    if (nowNanos - samples.getLast().nanos < SAMPLE_NANOS) {
      return share;
    }
    Sample now = new Sample(nowNanos, checked, failed);
    samples.add(now);
    while (nowNanos - samples.getFirst().nanos > HISTORY_NANOS) {
      samples.removeFirst();
    }
    Sample minuteAgo = minuteAgo(nowNanos);
    share = judge(minuteAgo.to(now), samples.getFirst().to(minuteAgo));
    return share;
  }

  /** The newest sample that is a minute old, or the oldest there is. */
  private Sample minuteAgo(long nowNanos) {
    Sample found = samples.getFirst();
    for (Sample sample : samples) {
      if (nowNanos - sample.nanos >= RECENT_NANOS) {
        found = sample;
      }
    }
    return found;
  }

  private FailureShare judge(Span recent, Span before) {
    if (!share.isJump()) {
      usual = before.share();
    }
    boolean isHigh = recent.share() > Math.max(LEAST_SHARE, FACTOR * usual);
    boolean isJump = isHigh && (share.isJump() || recent.failed >= LEAST_FAILURES);
    return new FailureShare(isJump, recent.failed, recent.checked, usual);
  }
}
