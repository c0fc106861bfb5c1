package io.canaryrouter.http;

import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;

/**
 * An answer that a platform's edge made in the application's place: nothing listens there, it is
 * asleep, or it could not be reached. Render tells it by the field {@code x-render-routing}.
 */
final class PlatformAnswer {
  private PlatformAnswer() {}

  /**
   * Whether a response is one. A platform that refuses a client (403, 429) says nothing about the
   * stack.
   */
  static boolean isOne(HttpResponse response) {
    int status = response.status().code();
    boolean isMissing = status == HttpResponseStatus.NOT_FOUND.code() || status >= 500;
    return isMissing && response.headers().contains(FieldName.X_RENDER_ROUTING);
  }
}
