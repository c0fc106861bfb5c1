package io.canaryrouter.http;

import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.LastHttpContent;
import org.jspecify.annotations.Nullable;

/**
 * A final response on its way to the client. The head waits for what was read with it, so that a
 * small response leaves as one buffer.
 *
 * <p>Confined to the exchange's event loop.
 */
final class ResponseRelay {
  private final FrontConnection front;
  private @Nullable HttpResponse held;

  ResponseRelay(FrontConnection front) {
    this.front = front;
  }

  /** Takes the head, ready for the client. */
  void head(HttpResponse response) {
    held = response;
  }

  /** Whether the client has been told anything, once there was a head. */
  boolean hasBegun() {
    return held == null;
  }

  /** Passes a piece on. */
  void content(HttpContent content) {
    writeHead();
    front.write(content);
  }

  /** Passes the end on, and whatever waits. */
  void end(LastHttpContent last) {
    TrailerFields.clean(last.trailingHeaders());
    HttpResponse head = held;
    if (head != null && last.trailingHeaders().isEmpty()) {
      held = null;
      front.write(whole(head, last));
    } else {
      content(last);
    }
    front.flush();
  }

  /** Sends whatever waits. */
  void flush() {
    writeHead();
    front.flush();
  }

  private void writeHead() {
    HttpResponse head = held;
    if (head != null) {
      held = null;
      front.write(head);
    }
  }

  private static FullHttpResponse whole(HttpResponse head, LastHttpContent last) {
    return new DefaultFullHttpResponse(
        head.protocolVersion(),
        head.status(),
        last.content(),
        head.headers(),
        EmptyHttpHeaders.INSTANCE);
  }
}
