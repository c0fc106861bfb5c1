package io.canaryrouter.judge;

import io.canaryrouter.measure.Outcome;
import io.canaryrouter.measure.Sample;
import java.util.Arrays;

/**
 * Green's failures in a row, and what blue did since the first of them. Owned by the control
 * thread.
 */
final class GreenRun {
  static final String REFUSED = "refused";
  static final String CONSECUTIVE = "consecutive";

  private final String reason;
  private final String what;
  private final long[] users = new long[RunRule.USERS];
  private int userCount;
  private long failures;
  private long refusals;
  private long unrescued;
  private long blueSuccesses;
  private long blueFailures;

  /**
   * An empty one.
   *
   * @param reason the name of a run of failures that are no refusals
   * @param what what happened to all of its requests, for a person
   */
  GreenRun(String reason, String what) {
    this.reason = reason;
    this.what = what;
  }

  void countGreen(Sample sample, long user, boolean isFailure) {
    if (!isFailure) {
      clear();
      return;
    }
    failures++;
    refusals = sample.outcome() == Outcome.REFUSED ? refusals + 1 : 0;
    blueSuccesses += sample.rescued() ? 1 : 0;
    unrescued += sample.rescued() ? 0 : 1;
    addUser(user);
  }

  void countBlue(boolean isFailure) {
    if (failures > 0) {
      blueFailures += isFailure ? 1 : 0;
      blueSuccesses += isFailure ? 0 : 1;
    }
  }

  boolean isDown() {
    return isRefusing() || (failures >= RunRule.RUN && userCount >= RunRule.USERS);
  }

  boolean isBlueWell() {
    return blueSuccesses >= RunRule.BLUE_SUCCESSES && blueSuccesses >= blueFailures;
  }

  boolean isBlueDown() {
    return blueFailures > blueSuccesses;
  }

  /** Whether nobody noticed: every one was a refused connection, and blue answered in its place. */
  boolean isCovered() {
    return refusals == failures && unrescued == 0;
  }

  long failures() {
    return failures;
  }

  String reason() {
    return isRefusing() ? REFUSED : reason;
  }

  String sentence() {
    String requests =
        isRefusing()
            ? refusals + " requests were all refused"
            : failures + " requests, of " + userCount + " users or more, " + what;
    return "green's last "
        + requests
        + " while blue answered "
        + blueSuccesses
        + " and failed "
        + blueFailures;
  }

  /** The same as data, with how surprising the run is of a blue that fails as it lately has. */
  Evidence evidence(double nats, double natsNeeded) {
    Evidence.Arm green =
        Evidence.Arm.ofHits(failures, failures, Evidence.Arm.UNKNOWN, Evidence.Arm.UNKNOWN);
    Evidence.Arm blue =
        Evidence.Arm.ofHits(
            blueSuccesses + blueFailures, blueFailures, Evidence.Arm.UNKNOWN, Evidence.Arm.UNKNOWN);
    return natsNeeded > 0
        ? Evidence.ofLogs(nats, natsNeeded, green, blue)
        : Evidence.untested(green, blue);
  }

  private boolean isRefusing() {
    return refusals >= RunRule.RUN;
  }

  private void addUser(long user) {
    boolean isKnown = Arrays.stream(users, 0, userCount).anyMatch(known -> known == user);
    if (!isKnown && userCount < users.length) {
      users[userCount++] = user;
    }
  }

  private void clear() {
    userCount = 0;
    failures = 0;
    refusals = 0;
    unrescued = 0;
    blueSuccesses = 0;
    blueFailures = 0;
  }
}
