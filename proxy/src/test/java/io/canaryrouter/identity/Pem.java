package io.canaryrouter.identity;

import java.security.Key;
import java.util.Base64;

/** Writes PEM (RFC 7468). */
final class Pem {
  private Pem() {}

  static String of(Key key) {
    boolean isPrivate = key instanceof java.security.PrivateKey;
    return block(isPrivate ? "PRIVATE KEY" : "PUBLIC KEY", key.getEncoded());
  }

  static String block(String label, byte[] octets) {
    String lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(octets);
    return "-----BEGIN " + label + "-----\n" + lines + "\n-----END " + label + "-----\n";
  }
}
