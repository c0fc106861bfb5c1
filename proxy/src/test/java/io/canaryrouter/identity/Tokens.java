package io.canaryrouter.identity;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Makes tokens around payloads; the signature is never looked at. */
final class Tokens {
  private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

  private Tokens() {}

  static String of(String payload) {
    return of(payload.getBytes(StandardCharsets.UTF_8));
  }

  static String of(byte[] payload) {
    return "eyJhbGciOiJIUzI1NiJ9." + ENCODER.encodeToString(payload) + ".c2lnbmF0dXJl";
  }
}
