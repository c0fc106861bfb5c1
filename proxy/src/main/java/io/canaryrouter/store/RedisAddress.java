package io.canaryrouter.store;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a Redis is, and how to get in. Immutable.
 *
 * @param tls whether it speaks TLS, with a certificate that this machine trusts
 * @param user who signs in, or null for the default user
 * @param password or null where none is wanted
 * @param host name or address; an IPv6 address without brackets
 * @param port 6379 where the URL has none
 * @param database 0 where the URL has none
 */
public record RedisAddress(
    boolean tls,
    @Nullable String user,
    @Nullable String password,
    String host,
    int port,
    int database) {

  /** How it is written, the first half of a sentence. */
  public static final String EXPECTS =
      "a Redis is written redis://host:6379, rediss:// for TLS, with a password"
          + " redis://:password@host:6379, with a database redis://host:6379/1; special characters of"
          + " a password are percent-encoded";

  private static final int DEFAULT_PORT = 6379;
  private static final int MOST_DATABASES = 1_000;

  /** Hosts may have an underscore, as container networks give them, unlike in java.net.URI. */
  private static final Pattern FORM =
      Pattern.compile(
          "(?<scheme>rediss?)://"
              + "((?<user>[^\\s:@/?#]*):(?<password>[^\\s@/?#]+)@)?"
              + "(?<host>[A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+\\])"
              + "(:(?<port>[0-9]{1,5}))?"
              + "(/(?<database>[0-9]{1,4})?)?");

  /**
   * Reads a URL.
   *
   * @throws IllegalArgumentException with a sentence that does not quote it, as it may be secret
   */
  public static RedisAddress parse(String url) {
    Matcher form = FORM.matcher(url);
    if (!form.matches()) {
      throw new IllegalArgumentException(EXPECTS);
    }
    return new RedisAddress(
        form.group("scheme").equals("rediss"),
        decoded(form.group("user")),
        decoded(form.group("password")),
        form.group("host").replaceAll("[\\[\\]]", ""),
        number(form.group("port"), DEFAULT_PORT, 1, 65_535),
        number(form.group("database"), 0, 0, MOST_DATABASES));
  }

  private static @Nullable String decoded(@Nullable String part) {
    if (part == null || part.isEmpty()) {
      return null;
    }
    try {
      return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      // Its message quotes the part.
      throw new IllegalArgumentException(EXPECTS);
    }
  }

  private static int number(@Nullable String digits, int fallback, int least, int most) {
    int number = digits == null ? fallback : Integer.parseInt(digits);
    if (number < least || number > most) {
      throw new IllegalArgumentException(EXPECTS);
    }
    return number;
  }

  /** For people; hides user and password. */
  @Override
  public String toString() {
    String place = host.contains(":") ? "[" + host + "]" : host;
    return (tls ? "rediss://" : "redis://")
        + place
        + ":"
        + port
        + (database == 0 ? "" : "/" + database);
  }
}
