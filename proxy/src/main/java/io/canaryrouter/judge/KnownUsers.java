package io.canaryrouter.judge;

import io.canaryrouter.measure.Sample;

/**
 * The keys that a stack has answered with a 2xx, the last hundred thousand of them or so.
 *
 * <p>A key that nobody vouches for is no user: whoever invents keys chooses their stack. Keys are
 * told apart by 46 bits of their hash: a set of bits would take one in a hundred of the invented
 * ones for known. Four keys share a place, of which a fifth displaces the oldest. Memory: 512 KiB.
 * A look costs one line of the cache. Owned by the control thread.
 */
final class KnownUsers {
  private static final int WAYS = 4;
  private static final int SETS = 1 << 15;

  private final int[] keys = new int[SETS * WAYS];

  /**
   * Takes what a stack has told a key; what blue answered in green's place is an answer too.
   *
   * @return whether it has ever been answered with a 2xx, now at the latest
   */
  boolean record(Sample sample) {
    int key = UserHash.tag(sample.userHash());
    int first = (UserHash.place(sample.userHash()) & (SETS - 1)) * WAYS;
    boolean isServed = false;
    for (int i = first; i < first + WAYS; i++) {
      isServed |= keys[i] == key;
    }
    if (isServed || !isServedBy(sample)) {
      return isServed;
    }
    System.arraycopy(keys, first, keys, first + 1, WAYS - 1);
    keys[first] = key;
    return true;
  }

  private static boolean isServedBy(Sample sample) {
    return sample.rescued() || (sample.status() >= 200 && sample.status() < 300);
  }
}
