package io.canaryrouter.routes;

/**
 * The path of a request as routes are decided on: a copy, while the request itself is forwarded
 * verbatim.
 *
 * <p>Without query and authority; percent-encoded octets decoded once, each to the character of its
 * number; empty segments and {@code .} dropped, {@code ..} resolved and never above the root; no
 * slash at the end. Letters keep their case. Two spellings that any server reads as one path are so
 * one path here, and a spelling that no server could be meant by (a lone {@code %}) stands as it
 * is.
 *
 * <p>Stateless. Cost: linear in the target, and no copy of a path that is plain already.
 */
public final class RequestPath {
  private RequestPath() {}

  /** The path of a request target in origin or absolute form; {@code *} has none and is itself. */
  public static String of(String target) {
    int from = begin(target);
    int to = end(target, from);
    if (from == to) {
      return target.startsWith("*") ? target : "/";
    }
    String path = target.substring(from, to);
    return isPlain(path) ? path : resolve(decode(path));
  }

  private static int begin(String target) {
    if (target.startsWith("/") || target.startsWith("*")) {
      return target.startsWith("*") ? target.length() : 0;
    }
    int authority = target.indexOf("://");
    int from = authority < 0 ? 0 : authority + 3;
    int to = end(target, from);
    int slash = target.indexOf('/', from);
    return slash < 0 || slash > to ? to : slash;
  }

  private static int end(String target, int from) {
    for (int i = from; i < target.length(); i++) {
      if (target.charAt(i) == '?' || target.charAt(i) == '#') {
        return i;
      }
    }
    return target.length();
  }

  /** Whether nothing has to be decoded or resolved. */
  private static boolean isPlain(String path) {
    for (int i = 0; i < path.length(); i++) {
      char c = path.charAt(i);
      boolean endsSegment = i + 1 == path.length() || path.charAt(i + 1) == '/';
      if (c == '%' || (c == '/' && endsSegment && path.length() > 1)) {
        return false;
      }
      if (c == '/' && path.startsWith("/.", i)) {
        return false;
      }
    }
    return true;
  }

  private static String decode(String path) {
    StringBuilder decoded = new StringBuilder(path.length());
    for (int i = 0; i < path.length(); i++) {
      int octet = path.charAt(i) == '%' ? octet(path, i + 1) : -1;
      if (octet < 0) {
        decoded.append(path.charAt(i));
      } else {
        decoded.append((char) octet);
        i += 2;
      }
    }
    return decoded.toString();
  }

  private static int octet(String path, int at) {
    if (at + 2 > path.length()) {
      return -1;
    }
    int high = Character.digit(path.charAt(at), 16);
    int low = Character.digit(path.charAt(at + 1), 16);
    return high < 0 || low < 0 ? -1 : high << 4 | low;
  }

  private static String resolve(String path) {
    StringBuilder resolved = new StringBuilder(path.length());
    int from = 0;
    while (from < path.length()) {
      int slash = path.indexOf('/', from);
      int to = slash < 0 ? path.length() : slash;
      int length = to - from;
      if (length == 2 && path.startsWith("..", from)) {
        resolved.setLength(Math.max(0, resolved.lastIndexOf("/")));
      } else if (length > 0 && !(length == 1 && path.charAt(from) == '.')) {
        resolved.append('/').append(path, from, to);
      }
      from = to + 1;
    }
    return resolved.isEmpty() ? "/" : resolved.toString();
  }
}
