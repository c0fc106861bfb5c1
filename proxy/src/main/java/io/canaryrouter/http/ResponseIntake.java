package io.canaryrouter.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelOutputShutdownEvent;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.handler.ssl.SslHandler;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The door of a connection to a stack: what a stack answers passes the same strict check as what a
 * client asks.
 *
 * <p>Confined to the connection's event loop.
 */
final class ResponseIntake extends ChannelInboundHandlerAdapter {

  /** Told to the handlers behind the codec when a stack's answer is unusable from here on. */
  record Unusable(Failure failure, String detail) {}

  private final WireCheck check;
  private final LongSupplier nanoClock;
  private boolean expecting;
  private boolean unusable;
  private boolean surplus;
  private boolean writingFailed;
  private boolean tlsEnded;
  private long headSinceNanos;
  private @Nullable ByteBuf afterSwitch;

  ResponseIntake(WireCheck check, LongSupplier nanoClock) {
    this.check = check;
    this.nanoClock = nanoClock;
  }

  /** Prepares for the answer to the next request. */
  void expect(boolean answersHead) {
    check.answering(answersHead);
    expecting = true;
  }

  /** When the first byte of the latest response head arrived. */
  long headSinceNanos() {
    return headSinceNanos;
  }

  /** Whether the stack sent more than its answer; such a connection is never used again. */
  boolean hasSurplus() {
    return surplus;
  }

  /** Whether the stack has said over TLS that nothing more comes. */
  boolean hasTlsEnded() {
    return tlsEnded;
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object msg) {
    ByteBuf bytes = (ByteBuf) msg;
    while (bytes.isReadable() && expecting && !unusable && !surplus) {
      ByteBuf rest = admit(ctx, bytes);
      if (rest == null) {
        return;
      }
      bytes = rest;
    }
    surplus |= bytes.isReadable();
    bytes.release();
  }

  /** Passes one message's bytes on and answers with the rest, or null when nothing is left. */
  private @Nullable ByteBuf admit(ChannelHandlerContext ctx, ByteBuf bytes) {
    if (check.phase() == WireCheck.Phase.IDLE) {
      headSinceNanos = nanoClock.getAsLong();
    }
    int accepted = check.scan(bytes);
    WireCheck.Phase phase = check.phase();
    if (phase == WireCheck.Phase.FAULTY) {
      bytes.release();
      fail(ctx, check.failure(), check.detail());
      return null;
    }
    if (accepted == bytes.readableBytes()) {
      endMessage(phase);
      ctx.fireChannelRead(bytes);
      return null;
    }
    ByteBuf message = bytes.readRetainedSlice(accepted);
    boolean switched = check.status() == 101;
    if (switched) {
      afterSwitch = bytes;
    }
    endMessage(phase);
    // Known before the message goes on, which may end with the connection being used again.
    surplus = !expecting && !switched;
    ctx.fireChannelRead(message);
    return switched ? null : bytes;
  }

  private void endMessage(WireCheck.Phase phase) {
    if (phase == WireCheck.Phase.COMPLETE) {
      expecting = check.status() < 200 && check.status() != 101;
      check.next();
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    writingFailed |= event instanceof ChannelOutputShutdownEvent;
    tlsEnded |= event == SslCloseCompletionEvent.SUCCESS;
    ctx.fireUserEventTriggered(event);
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    if (expecting && !unusable && !endsWell(ctx)) {
      unusable = true;
      ctx.fireUserEventTriggered(
          new Unusable(Failure.RESPONSE_INCOMPLETE, "the stack closed the connection midway"));
    }
    ctx.fireChannelInactive();
  }

  /** Whether a message may end with the input, as one without a length does. */
  private boolean endsWell(ChannelHandlerContext ctx) {
    boolean lastsUntilTheEnd = check.phase() == WireCheck.Phase.BODY;
    return check.endOfInput() && !(lastsUntilTheEnd && isCutOff(ctx));
  }

  /**
   * Whether the end may have been anybody's doing: the kernel tells of a reset once, to the writer
   * or to the reader, and over TLS only close_notify is the stack's own word (RFC 9112 section
   * 9.8).
   */
  private boolean isCutOff(ChannelHandlerContext ctx) {
    boolean isTls = ctx.pipeline().get(SslHandler.class) != null;
    return writingFailed || (isTls && !tlsEnded);
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext ctx) {
    ByteBuf bytes = afterSwitch;
    afterSwitch = null;
    if (bytes != null) {
      // The tunnel takes over: these are its first bytes.
      ctx.fireChannelRead(bytes);
    }
  }

  private void fail(ChannelHandlerContext ctx, @Nullable Failure failure, String detail) {
    unusable = true;
    ctx.fireUserEventTriggered(
        new Unusable(failure == null ? Failure.RESPONSE_MALFORMED : failure, detail));
  }
}
