package io.canaryrouter.judge;

import io.canaryrouter.split.StackHealth;
import java.util.concurrent.TimeUnit;

/**
 * The time in which everyone is on blue, unlatched, because green cannot be reached and nobody has
 * been hurt by it.
 *
 * <p>It ends after {@value #GOOD_PROBES} good probes and ten seconds in which an instance was
 * healthy and no probe failed but those of instances that are known to be down. It has lasted too
 * long after ten minutes, and the third that begins within ten minutes is one too many. Owned by
 * the control thread.
 */
final class Absence {
  static final int GOOD_PROBES = 3;
  static final long SOUND_NANOS = TimeUnit.SECONDS.toNanos(10);
  static final long LONGEST_NANOS = TimeUnit.MINUTES.toNanos(10);

  private boolean isAway;
  private Verdict cause = new Verdict(Verdict.Level.OK, "", "");
  private long sinceNanos;
  private long soundSinceNanos;
  private long goodBefore;
  private StackHealth health = StackHealth.UNKNOWN;

  /** How many began since the start, and when the last two did. */
  private int count;

  private long lastNanos;
  private long lastButOneNanos;

  void forget() {
    isAway = false;
    count = 0;
  }

  /** Whether one that began now would be the third within ten minutes. */
  boolean isTooOften(long nowNanos) {
    return count >= 2 && nowNanos - lastButOneNanos < LONGEST_NANOS;
  }

  void begin(long nowNanos, Verdict cause, StackHealth green) {
    isAway = true;
    this.cause = cause;
    sinceNanos = nowNanos;
    soundSinceNanos = nowNanos;
    goodBefore = green.goodProbes();
    health = green;
    count++;
    lastButOneNanos = lastNanos;
    lastNanos = nowNanos;
  }

  void end() {
    isAway = false;
  }

  void health(long nowNanos, StackHealth green) {
    boolean isAnother = green.goodProbes() < health.goodProbes();
    boolean hasFailed = green.failedProbes() != health.failedProbes();
    boolean isKnown = green.healthy() < green.instances();
    if (green.healthy() == 0 || isAnother || (hasFailed && !isKnown)) {
      soundSinceNanos = nowNanos;
    }
    if (isAnother) {
      goodBefore = 0;
    }
    health = green;
  }

  boolean isAway() {
    return isAway;
  }

  boolean mayEnd(long nowNanos) {
    return health.healthy() > 0
        && goodProbes() >= GOOD_PROBES
        && nowNanos - soundSinceNanos >= SOUND_NANOS;
  }

  boolean isTooLong(long nowNanos) {
    return nowNanos - sinceNanos >= LONGEST_NANOS;
  }

  private long goodProbes() {
    return health.goodProbes() - goodBefore;
  }

  /** Why it began, and what it would have been had anybody been hurt: a failover. */
  Verdict cause() {
    return cause;
  }

  Verdict verdict(long nowNanos) {
    String sentence =
        "green is away since "
            + (nowNanos - sinceNanos) / 1_000_000_000L
            + " s: "
            + cause.sentence()
            + "; since then "
            + goodProbes()
            + " good probes, it returns after "
            + GOOD_PROBES
            + " and 10 s without a bad one, and is latched after ten minutes";
    return new Verdict(
        Verdict.Level.WARNING, cause.reason(), sentence, Verdict.Action.AWAY, cause.evidence());
  }
}
