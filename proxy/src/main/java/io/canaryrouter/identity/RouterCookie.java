package io.canaryrouter.identity;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The cookie by which a visitor stays who he was at his first request, wherever he goes on: {@code
 * 1.}, the key in base64url, a dot, and the HMAC-SHA256 in base64url of {@code NAME=1.KEY}.
 *
 * <p>It names whoever had no token when it was made. Once a token names somebody else, the cookie
 * follows, so that what the browser asks for without its token goes where the user goes; a client
 * that has never held a cookie gets none beside its token.
 *
 * <p>Whoever reads one learns the key that it freezes, which is the client's own, and can make no
 * other. Immutable, for any thread. Cost of a reading: one HMAC for each secret tried; no text of
 * any kind makes it throw.
 */
public final class RouterCookie {
  private static final String VERSION = "1.";

  /** A browser keeps 4,096 bytes of a cookie, attributes included; a key is far shorter. */
  private static final int LONGEST_KEY = 512;

  private static final int LONGEST_VALUE = 1_024;

  /** Thirty days outlive a rollout; none is renewed before. */
  private static final String ATTRIBUTES =
      "; Max-Age=2592000; Path=/; Secure; HttpOnly; SameSite=Lax";

  private final String name;
  private final List<SecretKey> secrets;

  RouterCookie(CookieSettings settings) {
    this.name = settings.name();
    this.secrets =
        settings.secrets().stream()
            .map(secret -> new SecretKey(secret.getBytes(StandardCharsets.UTF_8)))
            .toList();
  }

  /**
   * What a cookie says.
   *
   * @param key the key that it freezes
   * @param isCurrent whether the newest secret signed it
   */
  record Reading(String key, boolean isCurrent) {}

  /**
   * A cookie that the client should hold from now on.
   *
   * @param field the value of {@code Set-Cookie}
   * @param before the other key that the client's cookie named until now, or null
   */
  public record Change(String field, @Nullable String before) {}

  /** What the request's cookie says, or null when it has none, or none that the router signed. */
  @Nullable Reading read(RequestView request) {
    String value = TokenFields.cookie(request.field("Cookie"), name);
    if (value == null || value.length() > LONGEST_VALUE || !value.startsWith(VERSION)) {
      return null;
    }
    int dot = value.lastIndexOf('.');
    String text = value.substring(0, dot);
    byte[] signature = value.substring(dot + 1).getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < secrets.size(); i++) {
      if (MessageDigest.isEqual(signature(secrets.get(i), text), signature)) {
        return new Reading(keyIn(text), i == 0);
      }
    }
    return null;
  }

  /**
   * What the client's cookie should say from now on, or null when it may stay as it is.
   *
   * @param key whom the request is routed as
   */
  public @Nullable Change follow(UserKey key, RequestView request) {
    String text = key.text();
    boolean isItsOwn = key.source() == IdentitySource.ROUTER_COOKIE && secrets.size() == 1;
    // Who was named by a cookie of the only secret has been read already, and has the right one.
    if (text == null || isItsOwn) {
      return null;
    }
    Reading held = read(request);
    if (held == null) {
      return key.source().isToken() ? null : change(text, null);
    }
    if (!held.key().equals(text)) {
      return change(text, held.key());
    }
    return held.isCurrent() ? null : change(text, null);
  }

  private @Nullable Change change(String key, @Nullable String before) {
    String field = field(key);
    return field == null ? null : new Change(field, before);
  }

  /** The value of {@code Set-Cookie} that freezes a key, or null when it cannot be frozen. */
  private @Nullable String field(String key) {
    byte[] octets = key.getBytes(StandardCharsets.UTF_8);
    if (octets.length > LONGEST_KEY || !key.equals(new String(octets, StandardCharsets.UTF_8))) {
      return null;
    }
    String text = VERSION + Base64.getUrlEncoder().withoutPadding().encodeToString(octets);
    String signature = new String(signature(secrets.get(0), text), StandardCharsets.US_ASCII);
    return name + "=" + text + "." + signature + ATTRIBUTES;
  }

  private byte[] signature(SecretKey secret, String text) {
    byte[] mac =
        secret.sign(JwsAlgorithm.HS256, (name + "=" + text).getBytes(StandardCharsets.UTF_8));
    return Base64.getUrlEncoder().withoutPadding().encode(mac);
  }

  /** Only of a text that the router has signed. */
  private static String keyIn(String text) {
    byte[] octets = Base64.getUrlDecoder().decode(text.substring(VERSION.length()));
    return new String(octets, StandardCharsets.UTF_8);
  }

  /**
   * The value of a {@code Cookie} field without this cookie, which is none of the application's;
   * null when nothing is left.
   */
  public @Nullable String strip(String cookies) {
    if (!cookies.contains(name)) {
      return cookies;
    }
    StringBuilder others = new StringBuilder(cookies.length());
    for (String pair : cookies.split(";", -1)) {
      if (!pair.strip().startsWith(name + "=")) {
        others.append(others.isEmpty() ? pair.stripLeading() : ";" + pair);
      }
    }
    return others.isEmpty() ? null : others.toString();
  }
}
