package io.canaryrouter.identity;

import io.canaryrouter.identity.JwsAlgorithm.Family;
import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A public key: RSA, one of NIST's curves, or Ed25519. Immutable.
 *
 * <p>What no signature can look like (another length, a number out of range) is refused before the
 * platform computes anything: it costs nothing, and no platform's forgiveness matters.
 *
 * @param kid the name that a token's header may call it by, or null
 * @param algorithms what it may be used for
 * @param key the key itself
 */
record PublicSignatureKey(@Nullable String kid, Set<JwsAlgorithm> algorithms, PublicKey key)
    implements VerificationKey {

  private static final int LEAST_RSA_BITS = 2_048;

  /** More would let one token hold its event loop for a millisecond. */
  private static final int MOST_RSA_BITS = 8_192;

  private static final int MOST_EXPONENT_BITS = 33;

  private static final Map<JwsAlgorithm, ECParameterSpec> CURVES =
      Map.of(
          JwsAlgorithm.ES256, curve("secp256r1"),
          JwsAlgorithm.ES384, curve("secp384r1"),
          JwsAlgorithm.ES512, curve("secp521r1"));

  /** The order of the base point (RFC 8032 section 5.1). */
  private static final BigInteger ED25519_ORDER =
      BigInteger.TWO.pow(252).add(new BigInteger("27742317777372353535851937790883648493"));

  PublicSignatureKey {
    algorithms = Set.copyOf(algorithms);
  }

  /**
   * A key for all that it can be used for.
   *
   * @throws IllegalArgumentException with a sentence for the user when that is nothing
   */
  static PublicSignatureKey of(@Nullable String kid, PublicKey key) {
    return new PublicSignatureKey(kid, algorithmsOf(key), key);
  }

  /** The same key for no more than these. */
  PublicSignatureKey only(Set<JwsAlgorithm> allowed) {
    EnumSet<JwsAlgorithm> both = EnumSet.noneOf(JwsAlgorithm.class);
    both.addAll(algorithms);
    both.retainAll(allowed);
    return new PublicSignatureKey(kid, both, key);
  }

  private static Set<JwsAlgorithm> algorithmsOf(PublicKey key) {
    if (key instanceof RSAPublicKey rsa) {
      return ofRsa(rsa);
    }
    if (key instanceof ECPublicKey ec) {
      return ofCurve(ec.getParams());
    }
    if (key instanceof EdECPublicKey ed && ed.getParams().getName().equals("Ed25519")) {
      return Set.of(JwsAlgorithm.EDDSA);
    }
    throw new IllegalArgumentException(
        "a " + key.getAlgorithm() + " key signs no tokens: RSA, EC and Ed25519 keys do");
  }

  private static Set<JwsAlgorithm> ofRsa(RSAPublicKey key) {
    int bits = key.getModulus().bitLength();
    if (bits < LEAST_RSA_BITS || bits > MOST_RSA_BITS) {
      throw new IllegalArgumentException(
          "the RSA key has %d bits: %d to %d are needed"
              .formatted(bits, LEAST_RSA_BITS, MOST_RSA_BITS));
    }
    if (key.getPublicExponent().bitLength() > MOST_EXPONENT_BITS) {
      throw new IllegalArgumentException("the RSA key's exponent is longer than 33 bits");
    }
    EnumSet<JwsAlgorithm> algorithms = EnumSet.noneOf(JwsAlgorithm.class);
    for (JwsAlgorithm algorithm : JwsAlgorithm.values()) {
      boolean isPlain = algorithm.family() == Family.RSA && key.getAlgorithm().equals("RSA");
      if (isPlain || algorithm.family() == Family.PSS) {
        algorithms.add(algorithm);
      }
    }
    return algorithms;
  }

  private static Set<JwsAlgorithm> ofCurve(ECParameterSpec parameters) {
    for (Map.Entry<JwsAlgorithm, ECParameterSpec> each : CURVES.entrySet()) {
      ECParameterSpec curve = each.getValue();
      if (curve.getCurve().equals(parameters.getCurve())
          && curve.getGenerator().equals(parameters.getGenerator())) {
        return Set.of(each.getKey());
      }
    }
    throw new IllegalArgumentException(
        "the EC key lies on another curve: P-256, P-384 and P-521 are known");
  }

  private static ECParameterSpec curve(String name) {
    try {
      AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
      parameters.init(new ECGenParameterSpec(name));
      return parameters.getParameterSpec(ECParameterSpec.class);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has " + name, e);
    }
  }

  @Override
  public boolean fits(JwsAlgorithm algorithm) {
    return algorithms.contains(algorithm);
  }

  @Override
  public boolean verifies(JwsAlgorithm algorithm, byte[] signed, byte[] signature) {
    if (!fits(algorithm) || !isPossible(algorithm, signature)) {
      return false;
    }
    try {
      Signature check = algorithm.newSignature();
      check.initVerify(key);
      check.update(signed);
      return check.verify(signature);
    } catch (GeneralSecurityException e) {
      // Some platforms tell a wrong padding, or a point that is none, this way.
      return false;
    }
  }

  private boolean isPossible(JwsAlgorithm algorithm, byte[] signature) {
    return switch (algorithm.family()) {
      case RSA, PSS -> {
        BigInteger modulus = ((RSAPublicKey) key).getModulus();
        yield signature.length == (modulus.bitLength() + 7) / 8
            && new BigInteger(1, signature).compareTo(modulus) < 0;
      }
      case ECDSA -> {
        int half = algorithm.octets();
        BigInteger order = ((ECPublicKey) key).getParams().getOrder();
        yield signature.length == 2 * half
            && isScalar(new BigInteger(1, signature, 0, half), order)
            && isScalar(new BigInteger(1, signature, half, half), order);
      }
      case EDDSA ->
          signature.length == 2 * algorithm.octets()
              && littleEndian(Arrays.copyOfRange(signature, 32, 64)).compareTo(ED25519_ORDER) < 0;
      case HMAC -> false;
    };
  }

  private static boolean isScalar(BigInteger number, BigInteger order) {
    return number.signum() > 0 && number.compareTo(order) < 0;
  }

  private static BigInteger littleEndian(byte[] octets) {
    for (int i = 0; i < octets.length / 2; i++) {
      byte swapped = octets[i];
      octets[i] = octets[octets.length - 1 - i];
      octets[octets.length - 1 - i] = swapped;
    }
    return new BigInteger(1, octets);
  }
}
