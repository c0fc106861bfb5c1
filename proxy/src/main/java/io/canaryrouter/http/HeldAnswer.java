package io.canaryrouter.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.LastHttpContent;

/**
 * A stack's answer that waits while another stack is asked for a better one: its head as it came,
 * and at most {@value #MAX_BYTES} bytes of its body.
 *
 * <p>Copies what it holds, so that many small pieces keep no large buffers alive. Ends with one of
 * {@link #takePart}, {@link #takeWhole} and {@link #release}. Confined to the exchange's event
 * loop.
 */
final class HeldAnswer {
  static final int MAX_BYTES = 64 * 1024;

  private final HttpResponse head;
  private final long latencyNanos;
  private final ByteBuf body;
  private HttpHeaders trailers = EmptyHttpHeaders.INSTANCE;

  HeldAnswer(HttpResponse head, long latencyNanos) {
    this.head = head;
    this.latencyNanos = latencyNanos;
    this.body = PooledByteBufAllocator.DEFAULT.buffer(0, MAX_BYTES);
  }

  HttpResponse head() {
    return head;
  }

  /** From the request's last byte sent to the head's first; negative when there is none. */
  long latencyNanos() {
    return latencyNanos;
  }

  /** Takes a piece, unless there is no room for it; then it stays the caller's. */
  boolean hold(HttpContent piece) {
    if (piece.content().readableBytes() > MAX_BYTES - body.readableBytes()) {
      return false;
    }
    body.writeBytes(piece.content());
    if (piece instanceof LastHttpContent last) {
      trailers = last.trailingHeaders();
    }
    piece.release();
    return true;
  }

  /** Gives away what has come of the body; the rest follows from elsewhere. */
  HttpContent takePart() {
    return new DefaultHttpContent(body);
  }

  /** Gives the whole body away. */
  LastHttpContent takeWhole() {
    return new DefaultLastHttpContent(body, trailers);
  }

  void release() {
    body.release();
  }
}
