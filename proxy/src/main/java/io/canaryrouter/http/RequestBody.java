package io.canaryrouter.http;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A request's body on its way: held while there is no connection, streamed as soon as there is one.
 *
 * <p>Holds at most what one read of the client brought, since the client is not read while nobody
 * takes the body. Confined to one event loop.
 */
final class RequestBody {
  private final LongSupplier nanoClock;
  private final boolean hasContent;
  private final Deque<HttpContent> held = new ArrayDeque<>(2);
  private @Nullable Channel stack;
  private boolean received;
  private boolean sent;
  private long sentNanos;
  private long bytes;

  /**
   * A body that has not arrived.
   *
   * @param hasContent whether the request's framing announces any
   */
  RequestBody(LongSupplier nanoClock, boolean hasContent) {
    this.nanoClock = nanoClock;
    this.hasContent = hasContent;
  }

  /** Whether the client still has content to send. */
  boolean isAwaited() {
    return hasContent && !received;
  }

  /** Whether the client has sent all of it. */
  boolean isReceived() {
    return received;
  }

  /** Whether all of it has left for the stack. */
  boolean isSent() {
    return sent;
  }

  /** When the last byte left for the stack; meaningful once {@link #isSent()}. */
  long sentNanos() {
    return sentNanos;
  }

  /** Bytes of content received from the client so far. */
  long bytes() {
    return bytes;
  }

  /** Takes a piece from the client, which is released in the end. */
  void receive(HttpContent content) {
    bytes += content.content().readableBytes();
    received = content instanceof LastHttpContent;
    if (content instanceof LastHttpContent last && !last.trailingHeaders().isEmpty()) {
      TrailerFields.clean(last.trailingHeaders());
    }
    if (!hasContent) {
      content.release();
      flush();
    } else if (stack == null) {
      held.add(content);
    } else {
      write(stack, content);
    }
  }

  /**
   * Sends the head, what is held, and from now on whatever comes; a repeated request has no
   * content.
   */
  void streamTo(Channel channel, HttpRequest head) {
    stack = channel;
    sent = false;
    if (!hasContent) {
      channel.write(whole(head)).addListener(done -> written(channel, done.cause()));
      return;
    }
    channel.write(head);
    for (HttpContent content = held.poll(); content != null; content = held.poll()) {
      write(channel, content);
    }
  }

  /** Head and end in one message, which the codec writes as one buffer. */
  private static FullHttpRequest whole(HttpRequest head) {
    return new DefaultFullHttpRequest(
        head.protocolVersion(),
        head.method(),
        head.uri(),
        Unpooled.EMPTY_BUFFER,
        head.headers(),
        EmptyHttpHeaders.INSTANCE);
  }

  /** Sends what has been written, if there is a connection. */
  void flush() {
    if (stack != null) {
      stack.flush();
    }
  }

  /** The connection is gone; what comes now is held again. */
  void stop() {
    stack = null;
  }

  void discard() {
    stack = null;
    for (HttpContent content = held.poll(); content != null; content = held.poll()) {
      content.release();
    }
  }

  private void write(Channel channel, HttpContent content) {
    if (content instanceof LastHttpContent) {
      channel.writeAndFlush(content).addListener(done -> written(channel, done.cause()));
    } else {
      channel.write(content);
    }
  }

  private void written(Channel channel, @Nullable Throwable failure) {
    if (failure == null && channel.equals(stack)) {
      sent = true;
      sentNanos = nanoClock.getAsLong();
    } else if (failure != null && !(failure instanceof IOException)) {
      channel.close();
    }
    // A stack that takes no more may have answered already; reading tells, or tells of the reset.
  }
}
