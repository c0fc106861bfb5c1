package io.canaryrouter.measure;

import io.canaryrouter.split.Stack;

/**
 * One finished request as the judge sees it.
 *
 * @param endNanos monotonic time at which the outcome was known
 * @param epoch the epoch of its assignment
 * @param stack its assigned stack, also when the other one rescued it
 * @param outcome how it ended on the assigned stack
 * @param status the response's status as the client got it; 0 when it got none
 * @param rescued whether the other stack answered in its place
 * @param judged whether the hash alone chose the stack
 * @param userHash a hash of the user key, independent of the bucket
 * @param verified whether the key is beyond doubt: a signature was checked
 * @param network a hash of the client's network, /24 or /56: what a key that nobody vouches for
 *     counts as
 * @param latencyNanos from the request's last byte sent to the response head's first byte; negative
 *     when there was none
 * @param route the route's name
 * @param remark what else was noticed
 */
public record Sample(
    long endNanos,
    long epoch,
    Stack stack,
    Outcome outcome,
    int status,
    boolean rescued,
    boolean judged,
    long userHash,
    boolean verified,
    long network,
    long latencyNanos,
    String route,
    Remark remark) {

  /** What the router noticed of an answer beside its status. */
  public enum Remark {
    NONE,
    /** Blue was asked the same, and failed as well. */
    BLUE_FAILED_TOO,
    /** It redirects to the very address that was asked for. */
    SELF_REDIRECT
  }

  /** A request of a verified user, of which there is nothing to remark. */
  public Sample(
      long endNanos,
      long epoch,
      Stack stack,
      Outcome outcome,
      int status,
      boolean rescued,
      boolean judged,
      long userHash,
      long latencyNanos,
      String route) {
    this(
        endNanos,
        epoch,
        stack,
        outcome,
        status,
        rescued,
        judged,
        userHash,
        true,
        userHash,
        latencyNanos,
        route,
        Remark.NONE);
  }

  /** Whether its latency counts: that of a success, if there was any to measure. */
  boolean isTimed() {
    return outcome == Outcome.OK && latencyNanos >= 0;
  }
}
