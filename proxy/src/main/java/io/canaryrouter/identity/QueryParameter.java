package io.canaryrouter.identity;

import org.jspecify.annotations.Nullable;

/**
 * Finds a parameter in the query of a request target, percent-decoded.
 *
 * <p>Only values that a token could have are of interest: one that decodes to anything beyond
 * ASCII, or that is wrongly encoded, is no value. Stateless; throws nothing.
 */
final class QueryParameter {
  private QueryParameter() {}

  /** The value of the first parameter of that name, or null. */
  static @Nullable String find(String target, String name) {
    int question = target.indexOf('?');
    if (question < 0) {
      return null;
    }
    int start = question + 1;
    while (start < target.length()) {
      int ampersand = target.indexOf('&', start);
      int end = ampersand < 0 ? target.length() : ampersand;
      int equals = target.indexOf('=', start);
      if (equals >= 0 && equals < end && name.equals(decode(target, start, equals))) {
        return decode(target, equals + 1, end);
      }
      start = end + 1;
    }
    return null;
  }

  private static @Nullable String decode(String text, int from, int to) {
    // A longer value cannot hold a usable token, even if every character of it is encoded.
    if (to - from > 3 * JwtReader.MAX_TOKEN_CHARS) {
      return null;
    }
    StringBuilder decoded = new StringBuilder(to - from);
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      if (c == '%') {
        int octet = i + 2 < to ? octet(text.charAt(i + 1), text.charAt(i + 2)) : -1;
        if (octet < 0 || octet > 127) {
          return null;
        }
        decoded.append((char) octet);
        i += 2;
      } else {
        decoded.append(c == '+' ? ' ' : c);
      }
    }
    return decoded.toString();
  }

  private static int octet(char high, char low) {
    int h = Character.digit(high, 16);
    int l = Character.digit(low, 16);
    return h < 0 || l < 0 ? -1 : h << 4 | l;
  }
}
