package io.canaryrouter.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;

/**
 * A router cookie that waits for an answer that can carry it.
 *
 * @param field the value of {@code Set-Cookie}
 * @param isCrossing whether it takes the client to the other stack, as somebody else
 */
record CookieChange(String field, boolean isCrossing) {

  /**
   * Adds it to the response, unless others may be shown that response.
   *
   * @return whether it was added
   */
  boolean join(HttpRequest request, HttpResponse response) {
    if (SharedCache.mayKeep(request, response)) {
      return false;
    }
    response.headers().add(HttpHeaderNames.SET_COOKIE, field);
    return true;
  }
}
