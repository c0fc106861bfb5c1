package io.canaryrouter.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.OptionalInt;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The access tokens of the sample application: JWTs (RFC 7519) signed with HS256, with the claims
 * that a Rails application commonly puts into them. Stateless, any thread.
 */
final class SampleToken {
  private static final byte[] SECRET =
      "a secret of the demo, known to both stacks".getBytes(StandardCharsets.UTF_8);
  private static final Base64.Encoder BASE64URL = Base64.getUrlEncoder().withoutPadding();
  private static final String HEADER =
      encode("{\"alg\":\"HS256\"}".getBytes(StandardCharsets.UTF_8));
  private static final JsonMapper JSON = new JsonMapper();

  private SampleToken() {}

  /** A signed token of a user that expires at the given second of the epoch. */
  static String of(int userId, long expirySeconds) {
    String claims =
        "{\"user_id\":%d,\"session_id\":%d,\"exp\":%d}"
            .formatted(userId, 1_000 + userId, expirySeconds);
    String signed = HEADER + "." + encode(claims.getBytes(StandardCharsets.UTF_8));
    return signed + "." + signature(signed);
  }

  /** The user of a token whose signature is good, else nobody. */
  static OptionalInt userOf(String token) {
    int lastDot = token.lastIndexOf('.');
    int firstDot = token.indexOf('.');
    if (firstDot == lastDot
        || !signature(token.substring(0, lastDot)).equals(token.substring(lastDot + 1))) {
      return OptionalInt.empty();
    }
    try {
      byte[] claims = Base64.getUrlDecoder().decode(token.substring(firstDot + 1, lastDot));
      String text = new String(claims, StandardCharsets.UTF_8);
      return OptionalInt.of(JSON.readTree(text).path("user_id").intValue());
    } catch (IllegalArgumentException | JsonProcessingException e) {
      return OptionalInt.empty();
    }
  }

  private static String signature(String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(SECRET, "HmacSHA256"));
      return encode(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has HmacSHA256", e);
    }
  }

  private static String encode(byte[] bytes) {
    return BASE64URL.encodeToString(bytes);
  }
}
