package io.canaryrouter.identity;

import java.util.Locale;

/**
 * Failed verifications of the last minute. Immutable.
 *
 * @param isJump whether they are suddenly many
 * @param failed tokens whose signature was not good
 * @param checked all tokens whose signature was looked for
 * @param usual the share that failed in the ten minutes before, or before the jump, 0 to 1
 */
public record FailureShare(boolean isJump, long failed, long checked, double usual) {
  static final FailureShare NOTHING_SEEN = new FailureShare(false, 0, 0, 0);

  /** One sentence for people. */
  public String sentence() {
    return String.format(
        Locale.ROOT,
        "%d of %d tokens in the last minute could not be verified; before, it was %.1f%%",
        failed,
        checked,
        100 * usual);
  }
}
