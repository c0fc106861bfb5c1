package io.canaryrouter.identity;

import org.jspecify.annotations.Nullable;

/** A key that signatures are checked with. Immutable; safe for many threads. */
interface VerificationKey {
  /** The name that a token's header may call it by, or null. */
  @Nullable String kid();

  /** Whether signatures of this kind are to be checked with it. */
  boolean fits(JwsAlgorithm algorithm);

  /** Whether the signature over these octets is its own; never throws, whatever it is given. */
  boolean verifies(JwsAlgorithm algorithm, byte[] signed, byte[] signature);
}
