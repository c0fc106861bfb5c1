package io.canaryrouter.identity;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How the signatures of tokens are checked. Immutable; equal settings check equally.
 *
 * @param algorithms what a token may be signed with
 * @param secrets shared secrets, for HMAC algorithms
 * @param keys public keys, for the others
 * @param jwks where a set of public keys is fetched from, or null
 * @param onFailure what becomes of a token whose signature is not good
 */
public record VerifySettings(
    Set<JwsAlgorithm> algorithms,
    List<String> secrets,
    List<PublicKey> keys,
    @Nullable URI jwks,
    OnFailure onFailure) {

  /**
   * Settings of which the algorithms and the keys fit each other.
   *
   * @throws IllegalArgumentException with a sentence for the user when they do not
   */
  public VerifySettings {
    algorithms = Set.copyOf(algorithms);
    secrets = List.copyOf(secrets);
    keys = List.copyOf(keys);
    requireOneSource(algorithms, secrets, keys, jwks);
    for (JwsAlgorithm algorithm : algorithms) {
      requireKey(algorithm, secrets, keys);
    }
    for (PublicKey key : keys) {
      PublicSignatureKey fitting = PublicSignatureKey.of(null, key);
      if (algorithms.stream().noneMatch(fitting::fits)) {
        throw new IllegalArgumentException(
            "one of the keys is of kind "
                + key.getAlgorithm()
                + " and fits none of the algorithms: remove it, or allow what it signs with");
      }
    }
  }

  private static void requireOneSource(
      Set<JwsAlgorithm> algorithms,
      List<String> secrets,
      List<PublicKey> keys,
      @Nullable URI jwks) {
    if (algorithms.isEmpty()) {
      throw new IllegalArgumentException(
          "say what tokens may be signed with, for example algorithms: [HS256]");
    }
    int sources = (secrets.isEmpty() ? 0 : 1) + (keys.isEmpty() ? 0 : 1) + (jwks == null ? 0 : 1);
    if (sources != 1) {
      throw new IllegalArgumentException(
          sources == 0
              ? "there is nothing to verify with: write secrets, keys or jwks"
              : "secrets, keys and jwks exclude each other: keep one of them");
    }
    if (secrets.size() > KeySet.MAX_TRIES || keys.size() > KeySet.MAX_TRIES) {
      throw new IllegalArgumentException(
          "at most " + KeySet.MAX_TRIES + " are tried for one token: remove those out of use");
    }
    if (secrets.stream().anyMatch(String::isEmpty)) {
      throw new IllegalArgumentException("a secret is empty, and anybody could sign with it");
    }
  }

  private static void requireKey(
      JwsAlgorithm algorithm, List<String> secrets, List<PublicKey> keys) {
    if (algorithm.isSymmetric() && secrets.isEmpty()) {
      throw new IllegalArgumentException(
          algorithm.label()
              + " is checked with a secret: write secrets. A public key in its place would let"
              + " anybody sign");
    }
    if (!algorithm.isSymmetric() && !secrets.isEmpty()) {
      throw new IllegalArgumentException(
          algorithm.label() + " is checked with a public key: write keys or jwks, not secrets");
    }
    if (!keys.isEmpty()
        && keys.stream().noneMatch(key -> PublicSignatureKey.of(null, key).fits(algorithm))) {
      throw new IllegalArgumentException(
          "none of the keys fits " + algorithm.label() + ", which needs " + wanted(algorithm));
    }
  }

  private static String wanted(JwsAlgorithm algorithm) {
    return switch (algorithm) {
      case ES256 -> "an EC key on P-256";
      case ES384 -> "an EC key on P-384";
      case ES512 -> "an EC key on P-521";
      case EDDSA -> "an Ed25519 key";
      default -> "an RSA key";
    };
  }

  /** The keys that are known without asking anybody. */
  KeySet fixedKeys() {
    List<VerificationKey> fixed = new ArrayList<>();
    secrets.forEach(secret -> fixed.add(new SecretKey(secret.getBytes(StandardCharsets.UTF_8))));
    keys.forEach(key -> fixed.add(PublicSignatureKey.of(null, key)));
    return new KeySet(0, fixed);
  }

  /** Hides the secrets. */
  @Override
  public String toString() {
    return "VerifySettings[%s, %d secrets, %d keys, jwks %s, on failure %s]"
        .formatted(algorithms, secrets.size(), keys.size(), jwks, onFailure);
  }
}
