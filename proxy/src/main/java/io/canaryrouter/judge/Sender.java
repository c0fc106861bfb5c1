package io.canaryrouter.judge;

import io.canaryrouter.measure.Sample;

/**
 * Who a request's sender counts as. One object that is filled for each sample in turn, since it is
 * on the path of every sample. Owned by the control thread.
 */
final class Sender {
  /** All who tell nothing of a stack. */
  static final long NOBODY = Long.MIN_VALUE;

  private long user;
  private int known;
  private boolean isVerified;

  /**
   * Becomes that of the next sample.
   *
   * @param known what {@link KnownUsers} tell of its key
   */
  void set(Sample sample, int known) {
    this.known = known;
    isVerified = sample.verified();
    user = sample.userHash();
  }

  /** The hash of the key, whoever vouches for it. */
  long user() {
    return user;
  }

  /**
   * The same for rules that go by a handful of users: all who tell nothing of a stack are one. Keys
   * are easily invented, and some accounts fail wherever they are.
   */
  long tellingUser() {
    return isTelling() ? user : NOBODY;
  }

  /** Whether its failures may be the stack's: it was served once, or has not failed often yet. */
  boolean isTelling() {
    return isServed() || (isVerified && known < KnownUsers.HOPELESS);
  }

  /** Whether a signature or an answer of a stack vouches for the key. */
  boolean isUser() {
    return isVerified || isServed();
  }

  /** Whether a stack has ever answered this key with a 2xx, now at the latest. */
  boolean isServed() {
    return known == KnownUsers.SERVED;
  }

  boolean isVerified() {
    return isVerified;
  }
}
