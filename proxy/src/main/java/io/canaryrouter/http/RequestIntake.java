package io.canaryrouter.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The door of a client connection: lets one checked request at a time through to the codec.
 *
 * <p>Bytes of a pipelined request wait here, unparsed, until the current one is answered; meanwhile
 * the connection is not read, so that the wait is bounded by one read. What follows a malformed
 * head is thrown away.
 *
 * <p>Confined to the connection's event loop.
 */
final class RequestIntake extends ChannelInboundHandlerAdapter {

  /** Told to the handlers behind the codec when a request is no well-formed one. */
  record Malformed(Failure failure, String detail) {}

  private final WireCheck check;
  private final LongSupplier nanoClock;
  private final ReadGate gate;
  private @Nullable ChannelHandlerContext context;
  private @Nullable ByteBuf held;
  private boolean waiting;
  private boolean refusing;
  private boolean admitting;
  private long messageSinceNanos;
  private long bodyBytes;

  RequestIntake(WireCheck check, LongSupplier nanoClock, ReadGate gate) {
    this.check = check;
    this.nanoClock = nanoClock;
    this.gate = gate;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    context = ctx;
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext ctx) {
    ByteBuf bytes = held;
    held = null;
    if (bytes != null) {
      // A tunnel takes over: what came behind its request belongs to it.
      ctx.fireChannelRead(bytes);
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    dropHeld();
    ctx.fireChannelInactive();
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object msg) {
    ByteBuf bytes = (ByteBuf) msg;
    if (refusing) {
      bytes.release();
    } else if (waiting) {
      hold(ctx, bytes);
    } else {
      admitting = true;
      admit(ctx, bytes);
      admitting = false;
      admitHeld();
    }
  }

  /** Whether the head of a request has begun to arrive and is not complete. */
  boolean isInHead() {
    return check.phase() == WireCheck.Phase.HEAD;
  }

  /** Whether not one byte of the next request has arrived. */
  boolean isIdle() {
    return check.phase() == WireCheck.Phase.IDLE && held == null;
  }

  /** Whether the client has sent more than the current request. */
  boolean hasMore() {
    return held != null;
  }

  /** Whether everything that comes is thrown away. */
  boolean isRefusing() {
    return refusing;
  }

  /** When the first byte of the current request arrived; meaningful while one is arriving. */
  long messageSinceNanos() {
    return messageSinceNanos;
  }

  /** Bytes of the current request's body, framing included, so far. */
  long bodyBytes() {
    return bodyBytes;
  }

  /** Lets the next request through; the current one has been received and answered. */
  void next() {
    check.next();
    waiting = false;
    bodyBytes = 0;
    gate.allow(ReadGate.Reason.PIPELINE);
    if (!admitting) {
      admitHeld();
    }
  }

  /** A loop and no recursion: what is pipelined may be answered at once, a thousand times. */
  private void admitHeld() {
    ByteBuf bytes = held;
    ChannelHandlerContext ctx = context;
    while (bytes != null && ctx != null && !waiting) {
      held = null;
      admitting = true;
      admit(ctx, bytes);
      admitting = false;
      ctx.fireChannelReadComplete();
      bytes = held;
    }
  }

  /** Throws away whatever still comes. */
  void refuse() {
    refusing = true;
    dropHeld();
  }

  private void admit(ChannelHandlerContext ctx, ByteBuf bytes) {
    if (check.phase() == WireCheck.Phase.IDLE) {
      messageSinceNanos = nanoClock.getAsLong();
    }
    boolean wasBody = check.phase() == WireCheck.Phase.BODY;
    int accepted = check.scan(bytes);
    if (wasBody) {
      bodyBytes += accepted;
    }
    switch (check.phase()) {
      case COMPLETE -> {
        waiting = true;
        if (accepted == bytes.readableBytes()) {
          ctx.fireChannelRead(bytes);
        } else {
          ByteBuf message = bytes.readRetainedSlice(accepted);
          hold(ctx, bytes);
          ctx.fireChannelRead(message);
        }
      }
      case FAULTY -> refuse(ctx, bytes);
      case IDLE, HEAD, BODY -> ctx.fireChannelRead(bytes);
    }
  }

  private void refuse(ChannelHandlerContext ctx, ByteBuf bytes) {
    refusing = true;
    bytes.release();
    Failure failure = check.failure();
    ctx.fireUserEventTriggered(
        new Malformed(failure == null ? Failure.BAD_REQUEST : failure, check.detail()));
  }

  private void hold(ChannelHandlerContext ctx, ByteBuf bytes) {
    ByteBuf before = held;
    held =
        before == null ? bytes : ctx.alloc().compositeBuffer(2).addComponents(true, before, bytes);
    gate.stop(ReadGate.Reason.PIPELINE);
  }

  private void dropHeld() {
    ByteBuf bytes = held;
    held = null;
    if (bytes != null) {
      bytes.release();
    }
  }
}
