package io.canaryrouter.admin;

import com.sun.net.httpserver.Headers;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Decides who may call the admin port.
 *
 * <p>With a token, everything but the health paths, the metrics and the empty page needs it.
 * Without one only this machine can connect, and then it is the browsers on it that must be kept
 * from being used by foreign pages: a Host that is not a loopback name is refused (DNS rebinding),
 * as is every call of the API that a browser made for another site. Immutable.
 */
final class Gate {
  private static final Set<String> HEALTH = Set.of("/livez", "/readyz");
  private static final Set<String> OPEN = Set.of("/livez", "/readyz", "/metrics", "/");
  private static final String BEARER = "Bearer ";

  private final AdminSettings settings;

  Gate(AdminSettings settings) {
    this.settings = settings;
  }

  /**
   * The caller's name for the audit log.
   *
   * @throws Problem when the call is refused
   */
  String admit(String path, Headers fields) {
    if (settings.token() == null && !HEALTH.contains(path)) {
      requireLoopbackHost(fields.getFirst("Host"));
    }
    if (path.startsWith("/api/")) {
      requireSameSite(fields);
    }
    if (settings.token() == null) {
      return "local";
    }
    if (!OPEN.contains(path)) {
      requireToken(settings.token(), fields.getFirst("Authorization"));
    }
    return "admin";
  }

  private static void requireToken(String token, @Nullable String authorization) {
    byte[] given = bearer(authorization).getBytes(StandardCharsets.UTF_8);
    // Takes as long for a wrong token as for a right one, so that nobody finds it byte by byte.
    if (!MessageDigest.isEqual(token.getBytes(StandardCharsets.UTF_8), given)) {
      throw new Problem(401, "send Authorization: Bearer with the admin token");
    }
  }

  private static String bearer(@Nullable String authorization) {
    return authorization != null && authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())
        ? authorization.substring(BEARER.length()).trim()
        : "";
  }

  private static void requireLoopbackHost(@Nullable String host) {
    String name = host == null ? "" : host.replaceAll(":[0-9]*$", "");
    if (!AdminSettings.isLoopback(name)) {
      throw new Problem(403, "without a token the admin port answers only to localhost");
    }
  }

  private static void requireSameSite(Headers fields) {
    String site = fields.getFirst("Sec-Fetch-Site");
    boolean isForeignSite = site != null && !site.equals("same-origin") && !site.equals("none");
    String origin = fields.getFirst("Origin");
    boolean isForeignOrigin =
        origin != null && !origin.replaceFirst("^https?://", "").equals(fields.getFirst("Host"));
    if (isForeignSite || isForeignOrigin) {
      throw new Problem(403, "pages of other sites may not call the admin port");
    }
  }
}
