package io.canaryrouter.identity;

import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.cert.CertificateFactory;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads public keys from PEM (RFC 7468): keys and certificates. Stateless. */
public final class PemKeys {
  /** How any PEM text begins. */
  public static final String BEGINNING = "-----BEGIN ";

  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN ([A-Z0-9 ]{1,60})-----([^-]*)-----END \\1-----");
  private static final List<String> KINDS = List.of("RSA", "EC", "Ed25519", "RSASSA-PSS");

  private PemKeys() {}

  /**
   * All keys in a text, one or more. A backslash and an n count as the end of a line, as variables
   * of some platforms have it.
   *
   * @throws IllegalArgumentException with a sentence for the user, without a word of the text
   */
  public static List<PublicKey> read(String pem) {
    List<PublicKey> keys = new ArrayList<>();
    Matcher block = BLOCK.matcher(pem.replace("\\n", "\n"));
    while (block.find()) {
      PublicKey key = key(block.group(1), octets(block.group(2)));
      PublicSignatureKey.of(null, key);
      keys.add(key);
    }
    if (keys.isEmpty()) {
      throw new IllegalArgumentException(
          "there is no public key in PEM: it begins with -----BEGIN PUBLIC KEY-----");
    }
    return keys;
  }

  private static byte[] octets(String base64) {
    try {
      return Base64.getDecoder().decode(base64.replaceAll("\\s", ""));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("what stands between BEGIN and END is no base64", e);
    }
  }

  private static PublicKey key(String label, byte[] octets) {
    if (label.equals("PUBLIC KEY")) {
      return publicKey(octets);
    }
    if (label.equals("CERTIFICATE")) {
      return certified(octets);
    }
    throw new IllegalArgumentException(
        label.endsWith("PRIVATE KEY")
            ? "this is a private key, and the router needs the public one only: take it away from"
                + " here, and write what openssl pkey -pubout makes of it"
            : "a PUBLIC KEY or a CERTIFICATE is expected; openssl makes one of other forms,"
                + " for example openssl rsa -RSAPublicKey_in -pubout");
  }

  private static PublicKey publicKey(byte[] octets) {
    for (String kind : KINDS) {
      try {
        return KeyFactory.getInstance(kind).generatePublic(new X509EncodedKeySpec(octets));
      } catch (GeneralSecurityException e) {
        // Of another kind, then.
      }
    }
    throw new IllegalArgumentException(
        "the public key is damaged, or neither RSA nor EC (P-256, P-384, P-521) nor Ed25519");
  }

  private static PublicKey certified(byte[] octets) {
    try {
      return CertificateFactory.getInstance("X.509")
          .generateCertificate(new ByteArrayInputStream(octets))
          .getPublicKey();
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("the certificate is damaged", e);
    }
  }
}
