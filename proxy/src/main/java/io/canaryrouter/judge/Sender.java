package io.canaryrouter.judge;

import io.canaryrouter.measure.Sample;

/**
 * Who a request's sender counts as. One object that is filled for each sample in turn, since it is
 * on the path of every sample. Owned by the control thread.
 */
final class Sender {
  /** All whom no stack has ever served. */
  static final long NOBODY = Long.MIN_VALUE;

  private long user;
  private boolean isServed;
  private boolean isVerified;

  void set(Sample sample, boolean isServed) {
    this.isServed = isServed;
    isVerified = sample.verified();
    user = sample.userHash();
  }

  /** The hash of the key, whoever vouches for it. */
  long user() {
    return user;
  }

  /**
   * The same for rules that go by a handful of users: all who have never been served are one. Keys
   * are easily invented, and an account that fails wherever it is tells nothing of a stack.
   */
  long servedUser() {
    return isServed ? user : NOBODY;
  }

  /** Whether a signature or an answer of a stack vouches for the key. */
  boolean isUser() {
    return isVerified || isServed;
  }

  /** Whether a stack has ever answered this key with a 2xx, now at the latest. */
  boolean isServed() {
    return isServed;
  }

  boolean isVerified() {
    return isVerified;
  }
}
