package io.canaryrouter.judge;

/**
 * The parts of a user's hash that the primitives of the judge draw lots with, each independent of
 * the others.
 *
 * <p>The hash is mixed once more (the finalizer of MurmurHash3, a bijection), so that a caller's
 * weak hash, or one number a user in a test, spreads all the same.
 */
final class UserHash {
  /** Places a user may have in a set of users. */
  static final int PLACES = 1 << 20;

  /** Random groups of users. */
  static final int SLICES = 256;

  /** Counters of a {@link UserCap}. */
  static final int COUNTERS = 1 << 16;

  private UserHash() {}

  /** From 0 to {@value #PLACES}, exclusive. */
  static int place(long userHash) {
    return (int) mixed(userHash) & (PLACES - 1);
  }

  /** From 0 to {@value #SLICES}, exclusive. */
  static int slice(long userHash) {
    return (int) (mixed(userHash) >>> 24) & (SLICES - 1);
  }

  /** From 0 to {@value #COUNTERS}, exclusive. */
  static int counter(long userHash) {
    return (int) (mixed(userHash) >>> 40) & (COUNTERS - 1);
  }

  /** What tells users at one place apart, never 0. */
  static int tag(long userHash) {
    return (int) (mixed(userHash) >>> 32) | 1;
  }

  /** From 0 to 1, exclusive, in steps of 2⁻²⁰: which part of a stack a user belongs to. */
  static double share(long userHash) {
    return (mixed(userHash * 0x9e3779b97f4a7c15L) >>> 44) / (double) (1 << 20);
  }

  private static long mixed(long hash) {
    long mixed = (hash ^ (hash >>> 33)) * 0xff51afd7ed558ccdL;
    mixed = (mixed ^ (mixed >>> 33)) * 0xc4ceb9fe1a85ec53L;
    return mixed ^ (mixed >>> 33);
  }
}
