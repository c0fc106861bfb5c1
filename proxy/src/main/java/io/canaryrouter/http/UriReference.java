package io.canaryrouter.http;

import org.jspecify.annotations.Nullable;

/**
 * A reference taken apart (RFC 3986 appendix B), without its fragment and without decoding or
 * checking anything. Immutable; any text makes one.
 *
 * @param scheme null in a relative one
 * @param authority null when there is none
 * @param path may be empty
 * @param query what follows the question mark; null without one
 */
record UriReference(
    @Nullable String scheme, @Nullable String authority, String path, @Nullable String query) {

  static UriReference parse(String text) {
    int fragment = text.indexOf('#');
    String rest = fragment < 0 ? text : text.substring(0, fragment);
    String query = queryOf(rest);
    rest = pathOf(rest);
    String scheme = null;
    int colon = rest.indexOf(':');
    if (colon > 0 && rest.lastIndexOf('/', colon) < 0) {
      scheme = rest.substring(0, colon);
      rest = rest.substring(colon + 1);
    }
    if (!rest.startsWith("//")) {
      return new UriReference(scheme, null, rest, query);
    }
    int slash = rest.indexOf('/', 2);
    return slash < 0
        ? new UriReference(scheme, rest.substring(2), "", query)
        : new UriReference(scheme, rest.substring(2, slash), rest.substring(slash), query);
  }

  /**
   * Whether path and query are those of a request again (section 5.2.2).
   *
   * @param target the request's, in origin form, which the reference is relative to
   */
  boolean isSameResource(String target) {
    String askedQuery = queryOf(target);
    if (authority == null && path.isEmpty() && query == null) {
      return true;
    }
    boolean isSameQuery = query == null ? askedQuery == null : query.equals(askedQuery);
    return isSameQuery && resolved(pathOf(target)).equals(withoutDots(pathOf(target)));
  }

  private String resolved(String base) {
    if (path.startsWith("/")) {
      return withoutDots(path);
    }
    if (authority != null) {
      return "/";
    }
    return withoutDots(path.isEmpty() ? base : base.substring(0, base.lastIndexOf('/') + 1) + path);
  }

  /** Removes dot segments (section 5.2.4), as whoever asks next will. */
  private static String withoutDots(String path) {
    if (!path.contains("/.")) {
      return path;
    }
    StringBuilder kept = new StringBuilder(path.length());
    int from = 0;
    while (from < path.length()) {
      int slash = path.indexOf('/', from + 1);
      int to = slash < 0 ? path.length() : slash;
      String segment = path.substring(from, to);
      boolean isUp = segment.equals("/..");
      if (isUp) {
        kept.setLength(Math.max(0, kept.lastIndexOf("/")));
      }
      if (!isUp && !segment.equals("/.")) {
        kept.append(segment);
      } else if (slash < 0) {
        kept.append('/');
      }
      from = to;
    }
    return kept.toString();
  }

  private static @Nullable String queryOf(String reference) {
    int question = reference.indexOf('?');
    return question < 0 ? null : reference.substring(question + 1);
  }

  private static String pathOf(String reference) {
    int question = reference.indexOf('?');
    return question < 0 ? reference : reference.substring(0, question);
  }
}
