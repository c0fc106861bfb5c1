package io.canaryrouter.identity;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyOperation;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.JSONObjectUtils;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.EdECPoint;
import java.security.spec.EdECPublicKeySpec;
import java.security.spec.NamedParameterSpec;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the keys of a JWK Set (RFC 7517) that may check signatures. What is meant for something
 * else, of an unknown kind, too weak or malformed is left out, and the others stay good. Stateless.
 */
final class JwkSetReader {
  /** Most keys that are taken of one set. */
  static final int MAX_KEYS = 64;

  private JwkSetReader() {}

  /**
   * The keys that fit these algorithms.
   *
   * @throws IOException with a sentence for the user when there are none
   */
  static List<VerificationKey> read(String json, Set<JwsAlgorithm> algorithms) throws IOException {
    List<VerificationKey> keys = new ArrayList<>();
    for (Map<String, Object> each : members(json)) {
      PublicSignatureKey key = key(each);
      PublicSignatureKey allowed = key == null ? null : key.only(algorithms);
      if (allowed != null && !allowed.algorithms().isEmpty() && keys.size() < MAX_KEYS) {
        keys.add(allowed);
      }
    }
    if (keys.isEmpty()) {
      throw new IOException(
          "no key in it fits identity.jwt.verify.algorithms (an RSA key has 2048 bits or more)");
    }
    return keys;
  }

  private static List<Map<String, Object>> members(String json) throws IOException {
    try {
      Map<String, Object> set = JSONObjectUtils.parse(json);
      // The library takes the text null for an object that is none.
      Map<String, Object>[] members =
          set == null ? null : JSONObjectUtils.getJSONObjectArray(set, "keys");
      return members == null ? List.of() : List.of(members);
    } catch (ParseException e) {
      throw new IOException("it is no JWK Set, {\"keys\": [...]}", e);
    }
  }

  private static @Nullable PublicSignatureKey key(Map<String, Object> member) {
    try {
      JWK jwk = JWK.parse(member);
      PublicKey key = isForSignatures(jwk) ? publicKey(jwk) : null;
      return key == null ? null : restricted(PublicSignatureKey.of(jwk.getKeyID(), key), jwk);
    } catch (ParseException | JOSEException | GeneralSecurityException | RuntimeException e) {
      // What it throws at what is malformed is not for us to know; the next key may be good.
      return null;
    }
  }

  private static boolean isForSignatures(JWK jwk) {
    Set<KeyOperation> operations = jwk.getKeyOperations();
    return (jwk.getKeyUse() == null || jwk.getKeyUse().equals(KeyUse.SIGNATURE))
        && (operations == null || operations.contains(KeyOperation.VERIFY));
  }

  /** A shared secret has no place where everybody can read it. */
  private static @Nullable PublicKey publicKey(JWK jwk)
      throws JOSEException, GeneralSecurityException {
    if (jwk instanceof RSAKey rsa) {
      return rsa.toRSAPublicKey();
    }
    if (jwk instanceof ECKey ec) {
      return ec.toECPublicKey();
    }
    return jwk instanceof OctetKeyPair pair && pair.getCurve().equals(Curve.Ed25519)
        ? ed25519(pair.getDecodedX())
        : null;
  }

  /**
   * The y coordinate in little-endian order, its last bit the sign of x (RFC 8032 section 5.1.2).
   */
  private static PublicKey ed25519(byte[] encoded) throws GeneralSecurityException {
    byte[] y = new byte[encoded.length];
    for (int i = 0; i < y.length; i++) {
      y[i] = encoded[encoded.length - 1 - i];
    }
    boolean isOdd = y.length > 0 && y[0] < 0;
    if (isOdd) {
      y[0] &= 0x7f;
    }
    EdECPoint point = new EdECPoint(isOdd, new BigInteger(1, y));
    return KeyFactory.getInstance("Ed25519")
        .generatePublic(new EdECPublicKeySpec(NamedParameterSpec.ED25519, point));
  }

  private static @Nullable PublicSignatureKey restricted(PublicSignatureKey key, JWK jwk) {
    if (jwk.getAlgorithm() == null) {
      return key;
    }
    JwsAlgorithm algorithm = JwsAlgorithm.named(jwk.getAlgorithm().getName());
    return algorithm == null ? null : key.only(Set.of(algorithm));
  }
}
