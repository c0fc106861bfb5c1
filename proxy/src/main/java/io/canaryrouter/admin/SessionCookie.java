package io.canaryrouter.admin;

import org.jspecify.annotations.Nullable;

/**
 * The cookie that holds a session's id: for this host alone, out of reach of scripts, and never
 * sent along by another site. Stateless.
 */
final class SessionCookie {
  private static final String NAME = "canary_session";

  /**
   * Browsers take a cookie of this prefix over https only, for the host that set it (RFC 6265bis).
   */
  private static final String SECURE_NAME = "__Host-" + NAME;

  private SessionCookie() {}

  /** The id that came with a request, or null. */
  static @Nullable String read(Visit visit) {
    return visit.cookie(visit.isHttps() ? SECURE_NAME : NAME);
  }

  /** The field value that hands out an id. */
  static String give(Visit visit, String id) {
    return field(visit, id, Sessions.LIFETIME.toSeconds());
  }

  /** The field value that takes it back. */
  static String take(Visit visit) {
    return field(visit, "", 0);
  }

  private static String field(Visit visit, String value, long seconds) {
    String name = visit.isHttps() ? SECURE_NAME : NAME;
    String secure = visit.isHttps() ? "; Secure" : "";
    return "%s=%s; Path=/; Max-Age=%d; HttpOnly; SameSite=Strict%s"
        .formatted(name, value, seconds, secure);
  }
}
