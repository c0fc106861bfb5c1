package io.canaryrouter.judge;

/**
 * How often a stack fails as a rule: an exponential average over its last {@value #SPAN} responses,
 * a plain one until there have been as many. Owned by the control thread.
 */
final class FailureShare {
  /** Responses it reaches back. */
  static final int SPAN = 200;

  private int responses;

  /** What one response counts. */
  private double part;

  private double share;

  void restart() {
    responses = 0;
    share = 0;
  }

  void count(boolean isFailure) {
    if (responses < SPAN) {
      responses++;
      part = 1.0 / responses;
    }
    share += ((isFailure ? 1 : 0) - share) * part;
  }

  /** So many failures in a row. */
  void countFailures(long failures) {
    for (long i = Math.min(failures, SPAN); i > 0; i--) {
      count(true);
    }
  }

  /** From 0 to 1. */
  double share() {
    return share;
  }
}
