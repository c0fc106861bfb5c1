package io.canaryrouter.identity;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;

/**
 * The router's own cookie. Immutable; equal settings read and write the same cookies.
 *
 * @param name its name
 * @param secrets what it is signed with; the first signs, all of them are accepted
 */
public record CookieSettings(String name, List<String> secrets) {
  /** The name that needs no configuration. */
  public static final String DEFAULT_NAME = "canary_key";

  /**
   * Every visitor holds a text that is signed with the secret, and may try secrets at leisure: a
   * shorter one could be found.
   */
  public static final int SHORTEST_SECRET = 32;

  /**
   * Settings with at least one secret.
   *
   * @throws IllegalArgumentException with a sentence for the user when a secret is too short, or
   *     there are none or too many
   */
  public CookieSettings {
    secrets = List.copyOf(secrets);
    if (secrets.isEmpty() || secrets.size() > KeySet.MAX_TRIES) {
      throw new IllegalArgumentException(
          "a cookie is signed with 1 to " + KeySet.MAX_TRIES + " secrets: the new and the old");
    }
    if (secrets.stream().anyMatch(secret -> secret.length() < SHORTEST_SECRET)) {
      throw new IllegalArgumentException(
          "a secret of the cookie has at least "
              + SHORTEST_SECRET
              + " characters: take one of openssl rand -hex 32");
    }
  }

  /**
   * Settings of which the secret is made of another one, which no cookie gives away.
   *
   * @throws IllegalArgumentException with a sentence for the user when that one is too short
   */
  public static CookieSettings derivedFrom(String name, String other) {
    if (other.length() < SHORTEST_SECRET) {
      throw new IllegalArgumentException(
          "the router's cookie is signed: write identity.cookie.secrets (one of openssl rand -hex"
              + " 32), or an admin.token of at least "
              + SHORTEST_SECRET
              + " characters");
    }
    SecretKey key = new SecretKey(other.getBytes(StandardCharsets.UTF_8));
    byte[] purpose = "canary-router: the router's cookie".getBytes(StandardCharsets.UTF_8);
    return new CookieSettings(
        name, List.of(HexFormat.of().formatHex(key.sign(JwsAlgorithm.HS256, purpose))));
  }

  /** Hides the secrets. */
  @Override
  public String toString() {
    return "CookieSettings[%s, %d secrets]".formatted(name, secrets.size());
  }
}
