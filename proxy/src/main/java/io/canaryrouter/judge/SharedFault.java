package io.canaryrouter.judge;

import io.canaryrouter.judge.RecentTraffic.Sum;
import io.canaryrouter.split.Stack;
import java.util.concurrent.TimeUnit;

/**
 * Whether a stack is ill in itself, without a comparison: in the last minute surely more than twice
 * the limit of its requests failed, those of three users at least.
 *
 * <p>When both are ill, going to blue helps nobody, as a rule. But what begins within ten minutes
 * of a raise, or of a new green, may be green's doing to what they share, a database for example:
 * when it has lasted a minute, and goes on, going to blue is worth a trial, once. Owned by the
 * control thread.
 */
final class SharedFault {
  static final String NAME = "shared";
  static final String TRIAL = "shared_trial";

  private static final int USERS = 3;
  private static final double TIMES_LIMIT = 2;
  private static final long FIVE_MINUTES = 5 * RecentTraffic.MINUTE;

  /** What blue fails of, in green's, when it is ill alone: not by the chance of a minute. */
  private static final double TIMES_GREEN = 3;

  private static final long SUSPICIOUS_NANOS = TimeUnit.MINUTES.toNanos(10);
  private static final long LASTING_NANOS = TimeUnit.MINUTES.toNanos(1);

  /** A burst of failures fills the minute; what goes on shows in this. */
  private static final long JUST_NOW_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final double ill;
  private Sum green = new Sum(0, 0, 0, 0);
  private Sum blue = green;
  private boolean isShared;
  private boolean isBlueAlone;
  private boolean isSuspicious;
  private boolean isLasting;
  private long sinceNanos;
  private long raisedNanos;
  private boolean isTried;

  /** Of stacks that are held to this share of failures. */
  SharedFault(double limit) {
    ill = TIMES_LIMIT * limit;
  }

  /** Green has more users than before, or is another one. */
  void raised(long nowNanos) {
    raisedNanos = nowNanos;
  }

  /** Another green: what the last one was tried for says nothing of it. */
  void renewed(long nowNanos) {
    raised(nowNanos);
    isTried = false;
  }

  void tick(long nowNanos, RecentTraffic recent) {
    green = recent.last(Stack.GREEN, RecentTraffic.MINUTE);
    blue = recent.last(Stack.BLUE, RecentTraffic.MINUTE);
    boolean isNow = isIll(green) && isIll(blue);
    if (isNow && !isShared) {
      sinceNanos = nowNanos;
      isSuspicious = nowNanos - raisedNanos < SUSPICIOUS_NANOS;
    }
    isShared = isNow;
    isLasting =
        isNow
            && nowNanos - sinceNanos >= LASTING_NANOS
            && goesOn(recent, Stack.GREEN)
            && goesOn(recent, Stack.BLUE);
    Sum lately = recent.last(Stack.GREEN, FIVE_MINUTES);
    isBlueAlone = isIll(blue) && blue.rate() >= TIMES_GREEN * lately.atMost();
  }

  private boolean goesOn(RecentTraffic recent, Stack stack) {
    return recent.last(stack, JUST_NOW_NANOS).rate() > ill;
  }

  private boolean isIll(Sum sum) {
    return sum.failedUsers() >= USERS && sum.surely(1) > ill;
  }

  boolean isShared() {
    return isShared;
  }

  /** Whether users of blue are hurt and green's are not. */
  boolean isBlueAlone() {
    return isBlueAlone;
  }

  /** Whether it is time to find out whether green is behind it; true once. */
  boolean isTrialDue() {
    boolean isDue = isLasting && isSuspicious && !isTried;
    isTried |= isDue;
    return isDue;
  }

  /** Both stacks' figures, as data. */
  Evidence evidence() {
    return Evidence.ofFailures(green, blue);
  }

  /** The same for a person. */
  String sentence() {
    return "both stacks are ill: in the last minute green failed "
        + green.failures()
        + " of "
        + green.requests()
        + " requests ("
        + green.failedUsers()
        + " users), blue "
        + blue.failures()
        + " of "
        + blue.requests()
        + " ("
        + blue.failedUsers()
        + " users)";
  }
}
