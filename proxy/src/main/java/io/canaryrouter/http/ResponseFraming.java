package io.canaryrouter.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;

/**
 * Gives a stack's response the framing that this client's connection needs (RFC 9112 section 6).
 */
final class ResponseFraming {
  private ResponseFraming() {}

  /**
   * Sets version, framing and persistence; the fields have been cleaned before.
   *
   * @param mayPersist whether client and router would use the connection again
   * @return whether the framing lets them
   */
  static boolean frame(HttpResponse response, HttpRequest request, boolean mayPersist) {
    HttpHeaders fields = response.headers();
    boolean keepAlive = mayPersist;
    if (hasNoBody(response.status(), request.method())) {
      if (!HttpMethod.HEAD.equals(request.method())) {
        fields.remove(HttpHeaderNames.TRANSFER_ENCODING);
      }
    } else if (!fields.contains(HttpHeaderNames.CONTENT_LENGTH)) {
      boolean canChunk = request.protocolVersion().compareTo(HttpVersion.HTTP_1_1) >= 0;
      HttpUtil.setTransferEncodingChunked(response, canChunk);
      keepAlive &= canChunk;
    }
    if (request.protocolVersion().compareTo(HttpVersion.HTTP_1_1) < 0) {
      fields.remove(HttpHeaderNames.TRANSFER_ENCODING);
    }
    response.setProtocolVersion(HttpVersion.HTTP_1_1);
    setPersistence(fields, request.protocolVersion(), keepAlive);
    return keepAlive;
  }

  /** The answer is HTTP/1.1, so its end is said even to who expects it (RFC 9112 section 9.6). */
  private static void setPersistence(HttpHeaders fields, HttpVersion asked, boolean keepAlive) {
    if (keepAlive) {
      HttpUtil.setKeepAlive(fields, asked, true);
    } else {
      fields.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
    }
  }

  private static boolean hasNoBody(HttpResponseStatus status, HttpMethod method) {
    return HttpMethod.HEAD.equals(method) || status.code() == 204 || status.code() == 304;
  }
}
