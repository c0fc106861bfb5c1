package io.canaryrouter.http;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What the traffic port answers by itself: everything below the reserved prefix {@code /-/}.
 *
 * <p>Neither answer depends on the health of the stacks: a platform restarts what is unready, and a
 * restart would not help them.
 */
final class LocalAnswers {
  private static final String PREFIX = "/-/";
  private static final long DEAD_NANOS = TimeUnit.SECONDS.toNanos(30);

  private LocalAnswers() {}

  /** The answer to a request below the prefix, or null for every other request. */
  static @Nullable FullHttpResponse answer(HttpRequest request, Edge edge) {
    String path = Target.path(request.uri());
    if (!path.startsWith(PREFIX)) {
      return null;
    }
    if (!HttpMethod.GET.equals(request.method()) && !HttpMethod.HEAD.equals(request.method())) {
      FullHttpResponse refusal = text(HttpResponseStatus.METHOD_NOT_ALLOWED, "use GET\n", request);
      refusal.headers().set(HttpHeaderNames.ALLOW, "GET, HEAD");
      return refusal;
    }
    return switch (path) {
      case "/-/live" ->
          edge.splitter().silenceNanos() < DEAD_NANOS
              ? text(HttpResponseStatus.OK, "alive\n", request)
              : text(
                  HttpResponseStatus.SERVICE_UNAVAILABLE, "the control thread is dead\n", request);
      case "/-/ready" ->
          edge.isDraining()
              ? text(HttpResponseStatus.SERVICE_UNAVAILABLE, "leaving\n", request)
              : text(HttpResponseStatus.OK, "ready\n", request);
      default -> text(HttpResponseStatus.NOT_FOUND, "no such page of the router\n", request);
    };
  }

  private static FullHttpResponse text(
      HttpResponseStatus status, String body, HttpRequest request) {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    boolean isHead = HttpMethod.HEAD.equals(request.method());
    FullHttpResponse response =
        new DefaultFullHttpResponse(
            HttpVersion.HTTP_1_1,
            status,
            isHead ? Unpooled.EMPTY_BUFFER : Unpooled.wrappedBuffer(bytes));
    response
        .headers()
        .set(HttpHeaderNames.CONTENT_TYPE, "text/plain; charset=utf-8")
        .set(HttpHeaderNames.CACHE_CONTROL, "no-store")
        .setInt(HttpHeaderNames.CONTENT_LENGTH, bytes.length);
    return response;
  }
}
