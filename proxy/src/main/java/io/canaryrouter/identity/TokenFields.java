package io.canaryrouter.identity;

import io.canaryrouter.identity.IdentitySettings.TokenSource;
import org.jspecify.annotations.Nullable;

/** Finds the text of a token in the fields and the target of a request. Stateless. */
final class TokenFields {
  private static final String BEARER = "bearer ";

  private TokenFields() {}

  /** What stands in the source, or null; it may still be no token at all. */
  static @Nullable String find(TokenSource source, RequestView request) {
    return switch (source.kind()) {
      case HEADER -> credentials(request.field(source.name()));
      case COOKIE -> cookie(request.field("Cookie"), source.name());
      case QUERY -> QueryParameter.find(request.target(), source.name());
    };
  }

  /** The field's value without the scheme {@code Bearer} (RFC 6750 section 2.1). */
  private static @Nullable String credentials(@Nullable String value) {
    if (value == null || !value.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
      return value;
    }
    return value.substring(BEARER.length()).trim();
  }

  /**
   * The value of the first cookie of that name (RFC 6265 section 4.2.1), quotes around it removed.
   */
  static @Nullable String cookie(@Nullable String field, String name) {
    if (field == null) {
      return null;
    }
    int start = 0;
    while (start < field.length()) {
      int semicolon = field.indexOf(';', start);
      int end = semicolon < 0 ? field.length() : semicolon;
      while (start < end && (field.charAt(start) == ' ' || field.charAt(start) == '\t')) {
        start++;
      }
      int equals = start + name.length();
      if (equals < end && field.charAt(equals) == '=' && field.startsWith(name, start)) {
        return unquoted(field.substring(equals + 1, end).trim());
      }
      start = end + 1;
    }
    return null;
  }

  private static String unquoted(String value) {
    boolean isQuoted = value.length() >= 2 && value.startsWith("\"") && value.endsWith("\"");
    return isQuoted ? value.substring(1, value.length() - 1) : value;
  }
}
