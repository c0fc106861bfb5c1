package io.canaryrouter.identity;

import java.security.GeneralSecurityException;
import java.security.NoSuchAlgorithmException;
import java.security.Signature;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A way to sign a token (RFC 7518 section 3, RFC 8037 section 3.1). There is no {@code none}: a
 * token without a signature is never verified.
 */
public enum JwsAlgorithm {
  HS256(Family.HMAC, "HmacSHA256", 32),
  HS384(Family.HMAC, "HmacSHA384", 48),
  HS512(Family.HMAC, "HmacSHA512", 64),
  RS256(Family.RSA, "SHA256withRSA", 32),
  RS384(Family.RSA, "SHA384withRSA", 48),
  RS512(Family.RSA, "SHA512withRSA", 64),
  PS256(Family.PSS, "SHA-256", 32),
  PS384(Family.PSS, "SHA-384", 48),
  PS512(Family.PSS, "SHA-512", 64),
  ES256(Family.ECDSA, "SHA256withECDSAinP1363Format", 32),
  ES384(Family.ECDSA, "SHA384withECDSAinP1363Format", 48),
  ES512(Family.ECDSA, "SHA512withECDSAinP1363Format", 66),
  EDDSA(Family.EDDSA, "Ed25519", 32);

  /** What kind of key an algorithm works with. */
  enum Family {
    /** A shared secret. */
    HMAC,
    /** RSASSA-PKCS1-v1_5. */
    RSA,
    /** RSASSA-PSS. */
    PSS,
    /** A point on one of NIST's curves. */
    ECDSA,
    /** A point on Ed25519. */
    EDDSA
  }

  private static final Map<String, JwsAlgorithm> BY_NAME =
      Arrays.stream(values())
          .collect(Collectors.toUnmodifiableMap(JwsAlgorithm::label, Function.identity()));

  private final Family family;
  private final String platformName;

  /** Of HMAC the code, of PSS the salt, of ECDSA and EdDSA each of the two numbers. */
  private final int octets;

  JwsAlgorithm(Family family, String platformName, int octets) {
    this.family = family;
    this.platformName = platformName;
    this.octets = octets;
  }

  /** The algorithm of exactly this name, as a header's {@code alg} has it, or null. */
  public static @Nullable JwsAlgorithm named(@Nullable String name) {
    return name == null ? null : BY_NAME.get(name);
  }

  /** The name as a header's {@code alg} has it. */
  public String label() {
    return this == EDDSA ? "EdDSA" : name();
  }

  /** Whether it works with a shared secret, and not with a public key. */
  public boolean isSymmetric() {
    return family == Family.HMAC;
  }

  Family family() {
    return family;
  }

  /** What the platform calls it; of PSS the hash alone. */
  String platformName() {
    return platformName;
  }

  int octets() {
    return octets;
  }

  /** A checker for one signature. */
  Signature newSignature() throws GeneralSecurityException {
    return switch (family) {
      case PSS -> pss();
      case RSA, ECDSA, EDDSA -> Signature.getInstance(platformName);
      case HMAC -> throw new NoSuchAlgorithmException(name() + " has no public key");
    };
  }

  private Signature pss() throws GeneralSecurityException {
    Signature signature = Signature.getInstance("RSASSA-PSS");
    signature.setParameter(
        new PSSParameterSpec(platformName, "MGF1", new MGF1ParameterSpec(platformName), octets, 1));
    return signature;
  }
}
