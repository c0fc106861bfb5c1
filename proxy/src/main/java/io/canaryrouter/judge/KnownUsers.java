package io.canaryrouter.judge;

import io.canaryrouter.measure.Fault;
import io.canaryrouter.measure.Sample;

/**
 * What the stacks have told each key until now: the last hundred thousand or so that were ever
 * served, or that a signature vouches for and that have only failed.
 *
 * <p>A key that nobody vouches for is no user: whoever invents keys chooses their stack. And an
 * account that has failed {@value #HOPELESS} times and was never served fails wherever it is.
 *
 * <p>Keys are told apart by 43 bits of their hash: a set of bits would take one in a hundred of the
 * invented ones for known. Four keys share a place, of which a fifth displaces the oldest. Memory:
 * 512 KiB. A look costs one line of the cache. Owned by the control thread.
 */
final class KnownUsers {
  /** Failures after which one who was never served tells nothing of a stack any more. */
  static final int HOPELESS = 10;

  /** It has been answered with a 2xx, or blue has answered in green's place. */
  static final int SERVED = 15;

  private static final int WAYS = 4;
  private static final int SETS = 1 << 15;

  /** The low four bits are what {@link #record} tells. */
  private final int[] keys = new int[SETS * WAYS];

  /**
   * Takes what a stack has told a key.
   *
   * @return {@link #SERVED} when it has ever been served, now at the latest; else how often it has
   *     failed, at most {@value #HOPELESS}
   */
  int record(Sample sample) {
    int tag = (UserHash.tag(sample.userHash()) & ~SERVED) | (SERVED + 1);
    int first = (UserHash.place(sample.userHash()) & (SETS - 1)) * WAYS;
    int at = first;
    while (at < first + WAYS && (keys[at] & ~SERVED) != tag) {
      at++;
    }
    boolean isKnown = at < first + WAYS;
    int before = isKnown ? keys[at] & SERVED : 0;
    int now = after(before, sample);
    if (now == before) {
      return now;
    }
    if (isKnown) {
      keys[at] = tag | now;
    } else {
      System.arraycopy(keys, first, keys, first + 1, WAYS - 1);
      keys[first] = tag | now;
    }
    return now;
  }

  private static int after(int before, Sample sample) {
    if (before == SERVED || sample.rescued() || is2xx(sample.status())) {
      return SERVED;
    }
    boolean isFailure = sample.verified() && sample.outcome().fault() == Fault.STACK;
    return isFailure ? Math.min(HOPELESS, before + 1) : before;
  }

  private static boolean is2xx(int status) {
    return status >= 200 && status < 300;
  }
}
