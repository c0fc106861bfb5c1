package io.canaryrouter.routes;

import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * Which requests a route is: {@code POST /api/v1/auth/login}, {@code /billing/**}, {@code GET|HEAD
 * /users/*}.
 *
 * <p>A {@code *} is one segment, a {@code **} at the end is any rest and none; everything else is
 * itself. Without methods all of them are meant. Immutable. Cost of a match: one walk along the
 * path, which never turns back.
 */
public final class RoutePattern {
  private static final String ONE = "*";
  private static final String REST = "**";

  private final String text;

  /** The methods meant; empty for all. */
  private final Set<String> methods;

  private final List<String> segments;
  private final boolean takesRest;

  private RoutePattern(String text, Set<String> methods, List<String> segments, boolean takesRest) {
    this.text = text;
    this.methods = methods;
    this.segments = segments;
    this.takesRest = takesRest;
  }

  /**
   * Reads a pattern.
   *
   * @throws IllegalArgumentException with a sentence for the user when it is none
   */
  public static RoutePattern parse(String text) {
    int space = text.indexOf(' ');
    String path = text.substring(space + 1).trim();
    Set<String> methods = space < 0 ? Set.of() : methods(text, text.substring(0, space));
    if (!path.startsWith("/")) {
      throw refusal(text, "the path begins with a slash");
    }
    if (path.indexOf('?') >= 0 || path.indexOf('#') >= 0) {
      throw refusal(text, "a query is not looked at: leave it out");
    }
    if (!path.equals(RequestPath.of(path)) && path.indexOf('%') < 0) {
      throw refusal(text, "write the path as " + RequestPath.of(path));
    }
    List<String> segments = segments(text, path);
    boolean takesRest = !segments.isEmpty() && segments.get(segments.size() - 1).equals(REST);
    return new RoutePattern(
        text, methods, takesRest ? segments.subList(0, segments.size() - 1) : segments, takesRest);
  }

  private static Set<String> methods(String text, String written) {
    List<String> methods = List.of(written.split("\\|", -1));
    for (String method : methods) {
      if (!method.matches("[A-Z]{1,20}")) {
        throw refusal(text, "a method is written like GET, several like GET|HEAD");
      }
    }
    return Set.copyOf(methods);
  }

  private static List<String> segments(String text, String path) {
    String normal = RequestPath.of(path);
    List<String> segments =
        normal.equals("/") ? List.of() : Arrays.asList(normal.substring(1).split("/"));
    for (int i = 0; i < segments.size(); i++) {
      String segment = segments.get(i);
      if (segment.equals(REST) && i < segments.size() - 1) {
        throw refusal(text, "** stands at the end only");
      }
      if (segment.indexOf('*') >= 0 && !segment.equals(ONE) && !segment.equals(REST)) {
        throw refusal(text, "a * stands for a whole segment, as in /users/*/avatar");
      }
    }
    return List.copyOf(segments);
  }

  private static IllegalArgumentException refusal(String text, String reason) {
    return new IllegalArgumentException(reason + ", not \"" + text + "\"");
  }

  /**
   * Whether a request is meant.
   *
   * @param method its method
   * @param path its {@link RequestPath}
   */
  boolean matches(String method, String path) {
    return (methods.isEmpty() || methods.contains(method)) && matches(path);
  }

  private boolean matches(String path) {
    int at = path.length() == 1 && path.charAt(0) == '/' ? 1 : 0;
    for (String segment : segments) {
      if (at >= path.length() || path.charAt(at) != '/') {
        return false;
      }
      int slash = path.indexOf('/', at + 1);
      int end = slash < 0 ? path.length() : slash;
      boolean isSame = segment.length() == end - at - 1 && path.startsWith(segment, at + 1);
      if (!isSame && !segment.equals(ONE)) {
        return false;
      }
      at = end;
    }
    return takesRest ? path.charAt(0) == '/' : at == path.length();
  }

  /** Whether every request that the other pattern means is meant by this one too. */
  boolean covers(RoutePattern other) {
    boolean coversMethods =
        methods.isEmpty() || (!other.methods.isEmpty() && methods.containsAll(other.methods));
    if (!coversMethods || segments.size() > other.segments.size()) {
      return false;
    }
    for (int i = 0; i < segments.size(); i++) {
      String segment = segments.get(i);
      if (!segment.equals(ONE) && !segment.equals(other.segments.get(i))) {
        return false;
      }
    }
    return takesRest || (segments.size() == other.segments.size() && !other.takesRest);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RoutePattern pattern && pattern.text.equals(text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  /** As it was written. */
  @Override
  public String toString() {
    return text;
  }
}
