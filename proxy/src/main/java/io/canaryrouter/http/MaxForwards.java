package io.canaryrouter.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;

/**
 * The hops that an OPTIONS or TRACE request may still take (RFC 9110 section 7.6.2); other methods
 * ignore the field.
 */
final class MaxForwards {
  /** More digits than any chain has hops; what is longer is passed on as it came. */
  private static final int MAX_DIGITS = 9;

  private MaxForwards() {}

  /** Takes one hop; false when none was left, so that the request must not be forwarded. */
  static boolean takeHop(HttpRequest request) {
    HttpMethod method = request.method();
    if (!HttpMethod.OPTIONS.equals(method) && !HttpMethod.TRACE.equals(method)) {
      return true;
    }
    HttpHeaders fields = request.headers();
    String hops = fields.get(HttpHeaderNames.MAX_FORWARDS);
    if (hops == null || hops.isEmpty() || hops.length() > MAX_DIGITS || !isDigits(hops)) {
      return true;
    }
    int left = Integer.parseInt(hops);
    fields.set(HttpHeaderNames.MAX_FORWARDS, String.valueOf(Math.max(left - 1, 0)));
    return left > 0;
  }

  private static boolean isDigits(String text) {
    return text.chars().allMatch(c -> c >= '0' && c <= '9');
  }
}
