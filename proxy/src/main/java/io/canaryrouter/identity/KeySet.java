package io.canaryrouter.identity;

import java.util.List;

/**
 * The keys in force at one time. Immutable.
 *
 * @param generation tells it from the sets before and after it
 * @param keys in the order they are tried
 */
record KeySet(long generation, List<VerificationKey> keys) {
  /**
   * Most keys that one signature is checked with; a header that names its key needs one, so this
   * bounds only sets of many keys without names.
   */
  static final int MAX_TRIES = 8;

  KeySet {
    keys = List.copyOf(keys);
  }

  /** Whether one of the keys that may have signed the token did. */
  Verification verify(JwsAlgorithm algorithm, JoseHeader header, byte[] signed, byte[] signature) {
    int tries = 0;
    for (VerificationKey key : keys) {
      if (tries < MAX_TRIES && key.fits(algorithm) && header.mayMean(key)) {
        tries++;
        if (key.verifies(algorithm, signed, signature)) {
          return Verification.OK;
        }
      }
    }
    return tries == 0 ? Verification.UNKNOWN_KEY : Verification.BAD_SIGNATURE;
  }
}
