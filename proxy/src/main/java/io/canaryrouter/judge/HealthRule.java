package io.canaryrouter.judge;

import io.canaryrouter.judge.Verdict.Level;
import io.canaryrouter.measure.Sample;
import io.canaryrouter.split.Stack;
import io.canaryrouter.split.StackHealth;

/**
 * CRITICAL when the probes have found no healthy instance of green for {@code sustained}, while
 * blue has one.
 *
 * <p>A failed probe counts only when requests fail too or there are none: each good answer of green
 * begins the time anew, so that a wrong health path warns and moves nobody. A green that has never
 * been up loses nothing. Owned by the control thread.
 */
final class HealthRule {
  static final String NAME = "health";

  private final long sustainedNanos;
  private StackHealth green = StackHealth.UNKNOWN;
  private StackHealth blue = StackHealth.UNKNOWN;
  private boolean hasBeenUp;
  private boolean isDown;
  private long downSinceNanos;
  private boolean answers;
  private boolean isFelt;

  HealthRule(long sustainedNanos) {
    this.sustainedNanos = sustainedNanos;
  }

  /** A new epoch: what the probes say stays true, but its time begins anew. */
  void start(long nowNanos) {
    downSinceNanos = nowNanos;
    answers = false;
    isFelt = false;
  }

  void health(long nowNanos, Stack stack, StackHealth health) {
    if (stack == Stack.BLUE) {
      blue = health;
      return;
    }
    boolean isAnother = health.goodProbes() < green.goodProbes();
    green = health;
    hasBeenUp = health.healthy() > 0 || (hasBeenUp && !isAnother);
    boolean wasDown = isDown;
    isDown = hasBeenUp && health.healthy() == 0;
    if (isDown && !wasDown) {
      start(nowNanos);
    }
  }

  void countGreen(long nowNanos, Sample sample, boolean isFailure) {
    if (!isDown) {
      return;
    }
    if (isFailure) {
      isFelt |= !sample.rescued();
    } else {
      start(nowNanos);
      answers = true;
    }
  }

  StackHealth green() {
    return green;
  }

  /** Whether a request that failed meanwhile was answered by nobody. */
  boolean isFelt() {
    return isFelt;
  }

  CriterionStatus status(long nowNanos) {
    if (!hasBeenUp) {
      return status(Level.INCONCLUSIVE, "green has not been up yet" + failedSoFar());
    }
    if (!isDown) {
      return status(
          Level.OK, green.healthy() + " of " + green.instances() + " instances of green are well");
    }
    long downNanos = nowNanos - downSinceNanos;
    String what =
        "no instance of green has been healthy for "
            + downNanos / 1_000_000_000L
            + " of "
            + sustainedNanos / 1_000_000_000L
            + " s, blue has "
            + blue.healthy();
    if (downNanos < sustainedNanos) {
      return status(
          Level.WARNING,
          answers ? "the probes of green fail, but it answers: is health.path right?" : what);
    }
    return blue.healthy() == 0
        ? status(Level.WARNING, what + "; failing over would not help")
        : status(Level.CRITICAL, what);
  }

  /** Why it may stay so: whoever looks for green's users must find this. */
  private String failedSoFar() {
    return green.failedProbes() == 0
        ? ""
        : ": "
            + green.failedProbes()
            + " probes have failed, and until they succeed blue serves its users; is health.path"
            + " right?";
  }

  private CriterionStatus status(Level level, String sentence) {
    return new CriterionStatus(
        NAME,
        level,
        green.healthy(),
        blue.healthy(),
        1,
        green.goodProbes() + green.failedProbes(),
        0,
        NAME + ": " + sentence);
  }
}
