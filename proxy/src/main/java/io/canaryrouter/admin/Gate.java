package io.canaryrouter.admin;

import java.util.Locale;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides who may call the admin port, and who that is.
 *
 * <p>With a token, everything but the health paths, the metrics, the empty page and the signing in
 * needs it, or a session. Without one only this machine can connect, and then it is the browsers on
 * it that must be kept from being used by foreign pages: a Host that is not a loopback name is
 * refused (DNS rebinding), as is every call that a browser made for another site. Who comes by the
 * public host has to bring a token for all but the page.
 *
 * <p>Thread-safe.
 */
final class Gate {
  private static final Logger LOG = LoggerFactory.getLogger(Gate.class);
  private static final Set<String> HEALTH = Set.of("/livez", "/readyz");
  private static final String PAGE = "/";
  private static final String METRICS = "/metrics";
  private static final String BEARER = "Bearer ";

  private final AdminSettings settings;
  private final Tokens tokens;
  private final Sessions sessions;
  private final Guesses guesses;

  Gate(AdminSettings settings, Sessions sessions, LongSupplier nanoClock) {
    this.settings = settings;
    this.tokens = new Tokens(settings.tokens());
    this.sessions = sessions;
    this.guesses = new Guesses(nanoClock);
  }

  /**
   * Who calls.
   *
   * @throws Problem when the call is refused
   */
  Caller admit(Visit visit) {
    requireHost(visit);
    if (visit.path().startsWith("/api/") || visit.path().equals(SignIn.PATH)) {
      requireSameSite(visit);
    }
    return isOpen(visit) ? Caller.ANYBODY : identify(visit);
  }

  /**
   * Whose token a text is.
   *
   * @throws Problem when it is nobody's, or when its address has guessed too often
   */
  AdminToken token(String text, Visit visit) {
    AdminToken found = tokens.find(text);
    if (found == null) {
      guesses.wrong(visit.address());
      LOG.warn("A wrong admin token came from {} for {}", visit.address(), visit.path());
      throw new Problem(401, "this is not a token of the admin port");
    }
    guesses.right(visit.address(), found);
    return found;
  }

  /** The token in a request's Authorization field, or null. */
  static @Nullable String bearer(Visit visit) {
    String authorization = visit.field("Authorization");
    return authorization != null && authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())
        ? authorization.substring(BEARER.length()).trim()
        : null;
  }

  /** Whether the session that somebody came by still stands; a use of it. */
  boolean isStillIn(Caller caller) {
    return caller.session() == null || sessions.use(caller.session()) != null;
  }

  /** Whether only this machine can call, which needs no token. */
  boolean isLocal() {
    return tokens.isEmpty();
  }

  private boolean isOpen(Visit visit) {
    if (visit.path().equals(SignIn.PATH)) {
      return visit.method().equals("POST");
    }
    if (visit.path().equals(METRICS)) {
      return settings.openMetrics() && !visit.isPublic();
    }
    return visit.path().equals(PAGE) || (HEALTH.contains(visit.path()) && !visit.isPublic());
  }

  private Caller identify(Visit visit) {
    if (tokens.isEmpty() && !visit.isPublic()) {
      return Caller.LOCAL;
    }
    String bearer = bearer(visit);
    if (bearer != null) {
      return Caller.of(token(bearer, visit), null);
    }
    String session = SessionCookie.read(visit);
    AdminToken token = session == null ? null : sessions.use(session);
    if (token == null) {
      throw new Problem(401, "send Authorization: Bearer with an admin token, or sign in");
    }
    requireOwnPage(visit);
    return Caller.of(token, session);
  }

  private void requireHost(Visit visit) {
    if (visit.isPublic()) {
      if (!visit.hostName().equals(settings.publicHost())) {
        throw new Problem(403, "the admin port does not answer to this host from outside");
      }
      if (!visit.isHttps()) {
        throw new Problem(403, "the admin port is reached from outside by https only");
      }
    } else if (tokens.isEmpty() && !HEALTH.contains(visit.path())) {
      if (!AdminSettings.isLoopback(visit.hostName())) {
        throw new Problem(403, "without a token the admin port answers only to localhost");
      }
    }
  }

  private static void requireSameSite(Visit visit) {
    String site = visit.field("Sec-Fetch-Site");
    boolean isForeignSite = site != null && !site.equals("same-origin") && !site.equals("none");
    boolean isForeignOrigin = visit.field("Origin") != null && !isOwnOrigin(visit);
    if (isForeignSite || isForeignOrigin) {
      throw new Problem(403, "pages of other sites may not call the admin port");
    }
  }

  /** A browser sends its cookies along by itself: a change by one must be of a page of ours. */
  private static void requireOwnPage(Visit visit) {
    boolean isOwn = "same-origin".equals(visit.field("Sec-Fetch-Site")) || isOwnOrigin(visit);
    String type = visit.field("Content-Type");
    boolean isOurs = type != null && type.toLowerCase(Locale.ROOT).startsWith("application/json");
    if (!visit.isSafe() && !(isOwn && isOurs)) {
      throw new Problem(
          403,
          "with a session's cookie a change needs Origin and Content-Type: application/json; others"
              + " send Authorization: Bearer");
    }
  }

  private static boolean isOwnOrigin(Visit visit) {
    String origin = visit.field("Origin");
    return origin != null && origin.replaceFirst("^https?://", "").equals(visit.field("Host"));
  }
}
