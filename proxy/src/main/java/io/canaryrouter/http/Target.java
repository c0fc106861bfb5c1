package io.canaryrouter.http;

import org.jspecify.annotations.Nullable;

/** The target of a request (RFC 9112 section 3.2), taken apart without changing a byte of it. */
final class Target {
  private Target() {}

  /** The target as a stack gets it: what stood behind the authority of an absolute form. */
  static String inOriginForm(String target) {
    if (target.startsWith("/") || target.equals("*")) {
      return target;
    }
    int scheme = target.indexOf("://");
    if (scheme < 0) {
      return target;
    }
    for (int i = scheme + 3; i < target.length(); i++) {
      char c = target.charAt(i);
      if (c == '/') {
        return target.substring(i);
      }
      if (c == '?') {
        return "/" + target.substring(i);
      }
    }
    return "/";
  }

  /** The authority of an absolute form, null of any other: an old client's only Host. */
  static @Nullable String authority(String target) {
    int scheme = target.startsWith("/") ? -1 : target.indexOf("://");
    if (scheme < 0) {
      return null;
    }
    int from = scheme + 3;
    int to = from;
    while (to < target.length() && target.charAt(to) != '/' && target.charAt(to) != '?') {
      to++;
    }
    return target.substring(from, to);
  }

  /** The path without the query. */
  static String path(String target) {
    String origin = inOriginForm(target);
    int query = origin.indexOf('?');
    return query < 0 ? origin : origin.substring(0, query);
  }
}
