package io.canaryrouter.admin;

import java.security.MessageDigest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Whose token a text is. Immutable; cost: one SHA-256 and a comparison for each token. */
final class Tokens {
  private final List<AdminToken> tokens;
  private final List<byte[]> digests;

  Tokens(List<AdminToken> tokens) {
    this.tokens = tokens;
    this.digests = tokens.stream().map(token -> Digest.of(token.secret())).toList();
  }

  boolean isEmpty() {
    return tokens.isEmpty();
  }

  /**
   * The token that this text is, or null.
   *
   * <p>Digests of equal length are compared, each to its end and all of them, so that the time
   * tells neither how much of a token was right nor which one it was near.
   */
  @Nullable AdminToken find(String text) {
    byte[] given = Digest.of(text);
    AdminToken found = null;
    for (int i = 0; i < digests.size(); i++) {
      found = MessageDigest.isEqual(digests.get(i), given) ? tokens.get(i) : found;
    }
    return found;
  }
}
