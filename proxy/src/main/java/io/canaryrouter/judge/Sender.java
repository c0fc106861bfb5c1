package io.canaryrouter.judge;

import io.canaryrouter.measure.Sample;

/**
 * Who a request's sender counts as. One object that is filled for each sample in turn, since it is
 * on the path of every sample. Owned by the control thread.
 */
final class Sender {
  private long user;
  private boolean isUser;
  private boolean isServed;
  private boolean isVerified;

  void set(Sample sample, boolean isServed) {
    this.isServed = isServed;
    isVerified = sample.verified();
    isUser = isVerified || isServed;
    user = isUser ? sample.userHash() : sample.network();
  }

  /** A hash: of the user, or of the network of one that nobody vouches for. */
  long user() {
    return user;
  }

  /**
   * The same for rules that go by a handful of users: all whom nobody vouches for are one, since a
   * few networks are easily had.
   */
  long vouchedUser() {
    return isUser ? user : 0;
  }

  /** Whether a signature or an answer of a stack vouches for the key. */
  boolean isUser() {
    return isUser;
  }

  /** Whether a stack has answered this key with a 2xx before. */
  boolean isServed() {
    return isServed;
  }

  boolean isVerified() {
    return isVerified;
  }
}
