package io.canaryrouter.admin;

import io.canaryrouter.identity.JwtReader;
import io.canaryrouter.split.OverrideSeal;
import java.util.Locale;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A request that somebody asks about: as much of it as is known. Immutable.
 *
 * @param key a user's key or a token, or null for a visitor without
 * @param address the client's address as visitors are hashed by it, or null
 * @param method the request's method
 * @param path its path, perhaps with a query; null when only the user is known
 * @param override the value of its override field, or null
 */
public record Inquiry(
    @Nullable String key,
    @Nullable String address,
    String method,
    @Nullable String path,
    @Nullable String override) {
  private static final int MAX_PATH_CHARS = 8 * 1024;

  /** Below it the router answers by itself. */
  private static final String RESERVED = "/-/";

  private static final Set<String> METHODS =
      Set.of(
          "GET",
          "HEAD",
          "POST",
          "PUT",
          "PATCH",
          "DELETE",
          "OPTIONS",
          "TRACE",
          "PROPFIND",
          "PROPPATCH",
          "MKCOL",
          "COPY",
          "MOVE",
          "LOCK",
          "UNLOCK",
          "REPORT",
          "SEARCH");

  private static final Pattern TARGET = Pattern.compile("/[!-~&&[^#]]*");
  private static final Pattern SCHEME = Pattern.compile("(?i)(authorization:\\s*)?bearer\\s+");
  private static final Pattern FIELD = Pattern.compile("(?i)" + OverrideSeal.FIELD + "\\s*:\\s*");

  /** As each part was written, null where it was not. No part of it is ever echoed in an error. */
  public record Written(
      @Nullable String key,
      @Nullable String address,
      @Nullable String path,
      @Nullable String method,
      @Nullable String override) {

    /** Shows nothing: a key may be a token, and an override is a secret. */
    @Override
    public String toString() {
      return "Written";
    }
  }

  /**
   * Reads what was written.
   *
   * @param addresses the address as visitors are hashed by it, or null when it is none
   * @throws IllegalArgumentException with a sentence for the user
   */
  public static Inquiry of(Written written, UnaryOperator<@Nullable String> addresses) {
    String key = written.key() == null ? null : key(written.key());
    if (key == null && written.address() == null) {
      throw new IllegalArgumentException("name a user's key or a token, or a visitor's address");
    }
    if (written.path() == null && written.method() != null) {
      throw new IllegalArgumentException("a method needs a path: routes are found by both");
    }
    return new Inquiry(
        key,
        written.address() == null ? null : address(written.address(), addresses),
        written.method() == null ? "GET" : method(written.method()),
        written.path() == null ? null : path(written.path()),
        written.override() == null ? null : override(written.override()));
  }

  private static String key(String written) {
    if (written.isBlank() || written.length() > JwtReader.MAX_TOKEN_CHARS) {
      throw new IllegalArgumentException(
          "a key is a user's key or a token of 1 to " + JwtReader.MAX_TOKEN_CHARS + " characters");
    }
    if (OverrideSeal.isForm(FIELD.matcher(written).replaceFirst(""))) {
      throw new IllegalArgumentException(
          "that is an override and no user: give it as the override, beside a key");
    }
    return SCHEME.matcher(written).lookingAt()
        ? SCHEME.matcher(written).replaceFirst("").trim()
        : written;
  }

  private static String address(String written, UnaryOperator<@Nullable String> addresses) {
    String address = addresses.apply(written);
    if (address == null) {
      throw new IllegalArgumentException(
          "an address is written 203.0.113.9 or 2001:db8::9, without a port");
    }
    return address;
  }

  private static String method(String written) {
    if (METHODS.contains(written)) {
      return written;
    }
    boolean isLower = METHODS.contains(written.toUpperCase(Locale.ROOT));
    throw new IllegalArgumentException(
        isLower
            ? "a method is written in capitals: " + written.toUpperCase(Locale.ROOT)
            : "that is no method: write GET, HEAD, POST, PUT, PATCH, DELETE or OPTIONS");
  }

  private static String path(String written) {
    if (written.length() > MAX_PATH_CHARS || !TARGET.matcher(written).matches()) {
      throw new IllegalArgumentException(
          "a path begins with a slash and has no host, space or #, as in /billing/7; other"
              + " characters are percent-encoded");
    }
    if (written.startsWith(RESERVED)) {
      throw new IllegalArgumentException(
          "the router itself answers what begins with " + RESERVED + ": it goes to no stack");
    }
    return written;
  }

  private static String override(String written) {
    String override = FIELD.matcher(written).replaceFirst("").trim();
    if (override.isEmpty() || override.length() > JwtReader.MAX_TOKEN_CHARS) {
      throw new IllegalArgumentException(
          "an override is the value of " + OverrideSeal.FIELD + ", as canary override prints it");
    }
    return override;
  }

  /** Shows nothing: a key may be a token, and an override is a secret. */
  @Override
  public String toString() {
    return "Inquiry";
  }
}
