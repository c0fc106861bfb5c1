package io.canaryrouter.identity;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * A secret that is shared with the application, of any length but none. Immutable; its text is in
 * no string that it makes.
 *
 * <p>Cost of a check: a copy of a prepared {@link Mac} and one pass over what was signed.
 */
final class SecretKey implements VerificationKey {
  private final Map<JwsAlgorithm, Mac> prepared = new EnumMap<>(JwsAlgorithm.class);

  /** Prepares the secret for all HMAC algorithms. */
  SecretKey(byte[] octets) {
    for (JwsAlgorithm algorithm : JwsAlgorithm.values()) {
      if (algorithm.isSymmetric()) {
        prepared.put(algorithm, prepare(algorithm.platformName(), octets));
      }
    }
  }

  private static Mac prepare(String name, byte[] octets) {
    try {
      Mac mac = Mac.getInstance(name);
      mac.init(new SecretKeySpec(octets, name));
      return mac;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has " + name, e);
    }
  }

  @Override
  public @Nullable String kid() {
    return null;
  }

  @Override
  public boolean fits(JwsAlgorithm algorithm) {
    return algorithm.isSymmetric();
  }

  @Override
  public boolean verifies(JwsAlgorithm algorithm, byte[] signed, byte[] signature) {
    return algorithm.isSymmetric()
        && signature.length == algorithm.octets()
        && MessageDigest.isEqual(sign(algorithm, signed), signature);
  }

  /** The signature of a text, by a symmetric algorithm. */
  byte[] sign(JwsAlgorithm algorithm, byte[] text) {
    try {
      // The prepared one is never used itself, so any number of threads may copy it.
      Mac own = (Mac) Objects.requireNonNull(prepared.get(algorithm), algorithm.label()).clone();
      return own.doFinal(text);
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException("the platform's HMAC can be copied", e);
    }
  }
}
