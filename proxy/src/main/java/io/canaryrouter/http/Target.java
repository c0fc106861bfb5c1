package io.canaryrouter.http;

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

  /** The path without the query. */
  static String path(String target) {
    String origin = inOriginForm(target);
    int query = origin.indexOf('?');
    return query < 0 ? origin : origin.substring(0, query);
  }
}
