package io.canaryrouter.testing;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** JSON Web Tokens (RFC 7519) as an application would issue them, signed with HS256. */
public final class Tokens {
  /** The secret of tokens for which a test names none. */
  public static final String SECRET = "a secret that only tests know, 32+ bytes";

  private static final String HEADER = "{\"alg\":\"HS256\",\"typ\":\"JWT\"}";
  private static final long YEAR_2100 = 4_102_444_800L;

  private Tokens() {}

  /** A token whose {@code user_id} is this number, good until 2100. */
  public static String forUser(long userId) {
    return withClaims("{\"user_id\":" + userId + ",\"exp\":" + YEAR_2100 + "}");
  }

  /** A token whose {@code sub} is this text, good until 2100. */
  public static String forSubject(String subject) {
    return withClaims("{\"sub\":\"" + subject + "\",\"exp\":" + YEAR_2100 + "}");
  }

  /** A token with this JSON text as its claims. */
  public static String withClaims(String json) {
    return of(HEADER, json, SECRET);
  }

  /** A token of these parts, whether they make sense or not, signed with HS256. */
  public static String of(String headerJson, String claimsJson, String secret) {
    String signed = base64(headerJson) + "." + base64(claimsJson);
    return signed + "." + base64(hmac(signed, secret));
  }

  /** The field line that carries a user's token: {@code Authorization: Bearer …}. */
  public static String authorization(long userId) {
    return "Authorization: Bearer " + forUser(userId);
  }

  private static byte[] hmac(String text, String secret) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has HmacSHA256", e);
    }
  }

  private static String base64(String text) {
    return base64(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
