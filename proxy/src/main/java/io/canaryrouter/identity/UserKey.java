package io.canaryrouter.identity;

import org.jspecify.annotations.Nullable;

/**
 * Whom a request is routed as: the text of a claim, or what stands for a visitor without a token.
 *
 * @param text what the split hashes, or null for nobody; a number and its digits are the same text
 * @param source where it was found
 * @param verified whether a token named it whose signature was checked and good
 */
public record UserKey(@Nullable String text, IdentitySource source, boolean verified) {
  /** Nobody: the request goes to blue. */
  public static final UserKey NONE = new UserKey(null, IdentitySource.NONE);

  /** A key that nothing proves. */
  public UserKey(@Nullable String text, IdentitySource source) {
    this(text, source, false);
  }

  private static final long FNV_OFFSET = 0xcbf29ce484222325L;
  private static final long FNV_PRIME = 0x100000001b3L;

  /**
   * A 64-bit hash that tells users apart without naming them, and that is independent of the
   * split's: FNV-1a over the characters, then the finaliser of MurmurHash3. Nobody is 0.
   */
  public long hash() {
    if (text == null) {
      return 0;
    }
    long hash = FNV_OFFSET;
    for (int i = 0; i < text.length(); i++) {
      hash = (hash ^ text.charAt(i)) * FNV_PRIME;
    }
    hash = (hash ^ (hash >>> 33)) * 0xff51afd7ed558ccdL;
    hash = (hash ^ (hash >>> 33)) * 0xc4ceb9fe1a85ec53L;
    return hash ^ (hash >>> 33);
  }
}
