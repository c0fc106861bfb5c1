package io.canaryrouter.identity;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Where the user's key is looked for.
 *
 * @param from token sources in the order they are tried
 * @param claims claims in the order they are tried within one token
 * @param anonymous what stands for a visitor without a usable token, in order
 * @param verify how signatures are checked, or null when they are not
 * @param cookie the router's own cookie; needed by {@link Anonymous#COOKIE}, null without it
 */
public record IdentitySettings(
    List<TokenSource> from,
    List<String> claims,
    List<Anonymous> anonymous,
    @Nullable VerifySettings verify,
    @Nullable CookieSettings cookie) {

  /** Settings that check no signature and set no cookie. */
  public IdentitySettings(List<TokenSource> from, List<String> claims, List<Anonymous> anonymous) {
    this(from, claims, anonymous, null, null);
  }

  /** The sources and claims that need no configuration. */
  public static final IdentitySettings DEFAULTS =
      new IdentitySettings(
          List.of(
              TokenSource.parse("header:Authorization"), TokenSource.parse("cookie:access_token")),
          List.of("user_id", "sub", "uid"),
          List.of(Anonymous.ADDRESS));

  /** One place of a request that may hold a token. */
  public record TokenSource(Kind kind, String name) {
    /** Kinds of places. */
    public enum Kind {
      HEADER,
      COOKIE,
      QUERY
    }

    /**
     * Reads {@code header:Authorization}, {@code cookie:access_token}, {@code query:token}.
     *
     * @throws IllegalArgumentException with a sentence for the user when it is none of these
     */
    public static TokenSource parse(String text) {
      int colon = text.indexOf(':');
      String kind = colon < 0 ? text : text.substring(0, colon);
      String name = colon < 0 ? "" : text.substring(colon + 1).trim();
      for (Kind candidate : Kind.values()) {
        if (candidate.name().toLowerCase(Locale.ROOT).equals(kind) && !name.isEmpty()) {
          return new TokenSource(candidate, name);
        }
      }
      throw new IllegalArgumentException(
          "a token source is written header:NAME, cookie:NAME or query:NAME, not \"" + text + "\"");
    }
  }

  /** What stands for a visitor without a usable token. */
  public enum Anonymous {
    /** The router's own cookie, which froze the key of the first request. */
    COOKIE,
    /** The trusted client address is hashed like a key. */
    ADDRESS,
    /** Always the blue stack. */
    BLUE,
    /** A new random key for each request; for load tests. */
    RANDOM
  }
}
