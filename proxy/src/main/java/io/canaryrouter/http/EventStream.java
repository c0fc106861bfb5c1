package io.canaryrouter.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.util.AsciiString;
import org.jspecify.annotations.Nullable;

/** How a response of server-sent events is told: by the media type {@code text/event-stream}. */
final class EventStream {
  private static final String MEDIA_TYPE = "text/event-stream";

  private EventStream() {}

  /** Whether events are asked for; their stack may keep silent until there is one to tell. */
  static boolean isAskedFor(HttpRequest request) {
    String accept = request.headers().get(HttpHeaderNames.ACCEPT);
    return accept != null && AsciiString.containsIgnoreCase(accept, MEDIA_TYPE);
  }

  /**
   * Whether events follow a response's head: an error, or the answer to HEAD, ends by itself
   * whatever its type.
   */
  static boolean follows(HttpRequest request, HttpResponse response) {
    return HttpResponseStatus.OK.equals(response.status())
        && !HttpMethod.HEAD.equals(request.method())
        && isEventStream(response.headers());
  }

  /** Whether a response with these fields is a stream of events, which may never end by itself. */
  static boolean isEventStream(HttpHeaders response) {
    @Nullable String contentType = response.get(HttpHeaderNames.CONTENT_TYPE);
    if (contentType == null) {
      return false;
    }
    @Nullable CharSequence mediaType = HttpUtil.getMimeType(contentType);
    return mediaType != null && MEDIA_TYPE.equalsIgnoreCase(mediaType.toString().trim());
  }
}
