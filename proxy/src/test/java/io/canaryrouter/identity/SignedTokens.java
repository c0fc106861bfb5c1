package io.canaryrouter.identity;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Tokens signed in every way, public keys by a library that is not under test. */
final class SignedTokens {
  static final String CLAIMS = "{\"user_id\":42}";

  /** Making RSA keys takes a while, and no test changes one. */
  private static final Map<String, KeyPair> KEYS = new ConcurrentHashMap<>();

  private SignedTokens() {}

  /** The pair of keys for an algorithm, the same at each call. */
  static KeyPair keys(JwsAlgorithm algorithm) {
    return switch (algorithm) {
      case ES256 -> keys("EC secp256r1");
      case ES384 -> keys("EC secp384r1");
      case ES512 -> keys("EC secp521r1");
      case EDDSA -> keys("Ed25519");
      default -> keys("RSA 2048");
    };
  }

  /** A pair of keys, {@code RSA 1024}, {@code EC secp256k1} or {@code Ed25519}. */
  static KeyPair keys(String kind) {
    return KEYS.computeIfAbsent(kind, SignedTokens::newKeys);
  }

  static KeyPair newKeys(String kind) {
    String[] words = kind.split(" ", 2);
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(words[0]);
      if (words[0].equals("RSA")) {
        generator.initialize(Integer.parseInt(words[1]));
      } else if (words[0].equals("EC")) {
        generator.initialize(new ECGenParameterSpec(words[1]));
      }
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException(kind, e);
    }
  }

  /** A token with these claims, signed by a public-key algorithm. */
  static String sign(JwsAlgorithm algorithm, String headerMore, String claims, KeyPair keys) {
    String header = "{\"alg\":\"" + algorithm.label() + "\"" + headerMore + "}";
    String signed = base64(header) + "." + base64(claims);
    try {
      return signed + "." + signature(algorithm, header, claims, signed, keys);
    } catch (GeneralSecurityException | JOSEException | java.text.ParseException e) {
      throw new IllegalStateException(algorithm.label(), e);
    }
  }

  static String sign(JwsAlgorithm algorithm) {
    return sign(algorithm, "", CLAIMS, keys(algorithm));
  }

  private static String signature(
      JwsAlgorithm algorithm, String header, String claims, String signed, KeyPair keys)
      throws GeneralSecurityException, JOSEException, java.text.ParseException {
    if (algorithm == JwsAlgorithm.EDDSA) {
      Signature signer = Signature.getInstance("Ed25519");
      signer.initSign(keys.getPrivate());
      signer.update(signed.getBytes(StandardCharsets.US_ASCII));
      return base64(signer.sign());
    }
    JWSSigner signer =
        keys.getPublic() instanceof RSAPublicKey
            ? new RSASSASigner(keys.getPrivate())
            : new ECDSASigner((ECPrivateKey) keys.getPrivate());
    JWSHeader parsed =
        new JWSHeader.Builder(JWSAlgorithm.parse(algorithm.label()))
            .parsedBase64URL(new com.nimbusds.jose.util.Base64URL(base64(header)))
            .build();
    JWSObject token = new JWSObject(parsed, new Payload(claims));
    token.sign(signer);
    return token.getSignature().toString();
  }

  /** A token signed with a secret. */
  static String hmac(JwsAlgorithm algorithm, String headerMore, String claims, byte[] secret) {
    return withMac("{\"alg\":\"" + algorithm.label() + "\"" + headerMore + "}", claims, secret);
  }

  /** A token of any header over an HMAC with SHA-256, 384 or 512, whichever it names. */
  static String withMac(String header, String claims, byte[] secret) {
    String name = header.contains("384") ? "HmacSHA384" : "HmacSHA256";
    name = header.contains("512") ? "HmacSHA512" : name;
    String signed = base64(header) + "." + base64(claims);
    try {
      Mac mac = Mac.getInstance(name);
      mac.init(new SecretKeySpec(secret, name));
      return signed + "." + base64(mac.doFinal(signed.getBytes(StandardCharsets.US_ASCII)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(name, e);
    }
  }

  /** A JWK Set of these members, which may have a {@code kid}. */
  static String jwks(String... members) {
    return "{\"keys\":[" + String.join(",", members) + "]}";
  }

  /** A public key as a JWK with more members, {@code ,"kid":"a"} for one. */
  static String jwk(KeyPair keys, String more) {
    Map<String, String> members = new HashMap<>();
    if (keys.getPublic() instanceof RSAPublicKey rsa) {
      members.put("kty", "RSA");
      members.put("n", base64(unsigned(rsa.getModulus().toByteArray())));
      members.put("e", base64(unsigned(rsa.getPublicExponent().toByteArray())));
    } else if (keys.getPublic() instanceof java.security.interfaces.ECPublicKey ec) {
      var key =
          new com.nimbusds.jose.jwk.ECKey.Builder(
                  com.nimbusds.jose.jwk.Curve.forECParameterSpec(ec.getParams()), ec)
              .build();
      members.put("kty", "EC");
      members.put("crv", key.getCurve().getName());
      members.put("x", key.getX().toString());
      members.put("y", key.getY().toString());
    } else {
      byte[] encoded = keys.getPublic().getEncoded();
      byte[] x = java.util.Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length);
      members.put("kty", "OKP");
      members.put("crv", "Ed25519");
      members.put("x", base64(x));
    }
    StringBuilder jwk = new StringBuilder("{");
    members.forEach(
        (name, value) -> jwk.append('"').append(name).append("\":\"").append(value).append("\","));
    return jwk.deleteCharAt(jwk.length() - 1).append(more).append('}').toString();
  }

  private static byte[] unsigned(byte[] number) {
    return number[0] == 0 ? java.util.Arrays.copyOfRange(number, 1, number.length) : number;
  }

  static String base64(String text) {
    return base64(text.getBytes(StandardCharsets.UTF_8));
  }

  static String base64(byte[] octets) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(octets);
  }

  static byte[] octets(String base64) {
    return Base64.getUrlDecoder().decode(base64);
  }
}
