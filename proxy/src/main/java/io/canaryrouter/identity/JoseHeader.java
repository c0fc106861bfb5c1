package io.canaryrouter.identity;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What matters of a token's header (RFC 7515 section 4.1).
 *
 * <p>Keys that a token brings along ({@code jwk}, {@code x5c}) or tells an address of ({@code jku},
 * {@code x5u}) are not even read.
 *
 * @param algorithm the text of {@code alg}, or null
 * @param kid the text of {@code kid}, or null
 * @param isCritical whether there are extensions that must be understood; none are
 */
record JoseHeader(@Nullable String algorithm, @Nullable String kid, boolean isCritical) {
  private static final List<String> MEMBERS = List.of("alg", "kid", "crit");

  /** The header of a token, which ends before {@code end}, or null when it is malformed. */
  static @Nullable JoseHeader read(String token, int end) {
    ClaimScanner scanner = EncodedJson.decode(token, 0, end, MEMBERS);
    return scanner == null || !scanner.isWellFormed()
        ? null
        : new JoseHeader(scanner.value(0), scanner.value(1), scanner.has(2));
  }

  /** Whether the key has this name, or one of the two has none. */
  boolean mayMean(VerificationKey key) {
    String name = key.kid();
    return kid == null || name == null || name.equals(kid);
  }
}
