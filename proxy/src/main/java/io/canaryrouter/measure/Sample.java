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
 * @param latencyNanos from the request's last byte sent to the response head's first byte; negative
 *     when there was none
 * @param route the route's name
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
    long latencyNanos,
    String route) {
  /** Whether its latency counts: that of a success, if there was any to measure. */
  boolean isTimed() {
    return outcome == Outcome.OK && latencyNanos >= 0;
  }
}
