package io.canaryrouter.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A client's connection: takes one request after the other, answers in order, and knows when it is
 * over.
 *
 * <p>Confined to its event loop.
 */
final class FrontConnection extends ChannelInboundHandlerAdapter implements Timed {
  private static final Logger LOG = LoggerFactory.getLogger(FrontConnection.class);

  /** How long the rest of a refused or unfinished request is read and thrown away. */
  private static final long LINGER_NANOS = TimeUnit.SECONDS.toNanos(1);

  private static final RequestIntake.Malformed TOO_LARGE =
      new RequestIntake.Malformed(
          Failure.CONTENT_TOO_LARGE, "The body is larger than listen.max-body.");

  private final EdgeLoop loop;
  private final Channel channel;
  private final RequestIntake intake;
  private final ReadGate gate;
  private final Peer peer;
  private final OutputWatch output;
  private final BodyPace bodyPace = new BodyPace();
  private @Nullable Exchange exchange;
  private boolean receiving;
  private boolean inputClosed;
  private boolean lingering;
  private boolean nextWaits;
  private long idleSinceNanos;
  private int requests;
  private boolean inRead;

  FrontConnection(EdgeLoop loop, Channel channel, RequestIntake intake, ReadGate gate, Peer peer) {
    this.loop = loop;
    this.channel = channel;
    this.intake = intake;
    this.gate = gate;
    this.peer = peer;
    this.idleSinceNanos = loop.now();
    this.output = new OutputWatch(channel, idleSinceNanos);
  }

  Channel channel() {
    return channel;
  }

  RequestIntake intake() {
    return intake;
  }

  Peer peer() {
    return peer;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    loop.joined(this);
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext ctx) {
    loop.left(this);
  }

  // ---- what arrives -------------------------------------------------------------------------

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object msg) {
    inRead = true;
    if (msg instanceof HttpRequest request) {
      begin(request);
    }
    if (msg instanceof HttpContent content) {
      body(content);
    } else if (!(msg instanceof HttpRequest)) {
      ReferenceCountUtil.release(msg);
    }
  }

  private void begin(HttpRequest request) {
    if (intake.isRefusing() || !channel.isActive()) {
      // What the codec makes of a head that was refused or cut off when the connection ends.
      return;
    }
    requests++;
    receiving = receivesBody(request);
    if (receiving) {
      bodyPace.begin(loop.now(), 0);
    }
    if (request.decoderResult().isFailure()) {
      // The check in front of the codec is stricter than the codec; should they ever disagree, the
      // request is refused.
      refuse(
          new RequestIntake.Malformed(Failure.BAD_REQUEST, "The codec cannot read the request."));
      return;
    }
    FullHttpResponse local = LocalAnswers.answer(request, loop.edge());
    if (local != null) {
      respond(local, HttpUtil.isKeepAlive(request) && !mustClose());
      return;
    }
    ClientOrigin origin = peer.originOf(request.headers());
    Errand errand = Errand.of(loop, request, origin, intake.messageSinceNanos());
    exchange = new Exchange(loop, this, request, errand);
    exchange.start();
  }

  private static boolean receivesBody(HttpRequest request) {
    return HttpUtil.isTransferEncodingChunked(request)
        || HttpUtil.getContentLength(request, 0L) > 0;
  }

  private void body(HttpContent content) {
    boolean isGood = content.decoderResult().isSuccess();
    receiving &= !(isGood && content instanceof LastHttpContent);
    Exchange current = exchange;
    if (current != null && isGood) {
      current.requestContent(content);
      if (!loop.edge().listen().admits(current.requestBytes())) {
        refuse(TOO_LARGE);
      }
      return;
    }
    content.release();
    if (current != null) {
      // As with the head: what the codec cannot read must not look like the end of the body.
      refuse(new RequestIntake.Malformed(Failure.BAD_BODY, "The codec cannot read the body."));
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    inRead = false;
    Exchange current = exchange;
    if (current != null) {
      current.requestPaused();
    }
    if (inputClosed && !intake.isRefusing()) {
      endAfterLast();
    }
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    Exchange current = exchange;
    if (current != null) {
      current.clientWritabilityChanged(channel.isWritable());
    } else if (nextWaits && channel.isWritable()) {
      nextWaits = false;
      rest();
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event instanceof RequestIntake.Malformed malformed) {
      refuse(malformed);
    } else if (event instanceof ChannelInputShutdownEvent) {
      inputShutdown();
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    loop.left(this);
    abort(Failure.CLIENT_ABORT);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    if (cause instanceof IOException) {
      // Reading from or writing to the client failed; closing tells everyone who is concerned.
      ctx.close();
      return;
    }
    loop.ownErrors()
        .tell(
            loop.now(),
            end ->
                LOG.error("A client's connection failed by an error of the router{}", end, cause));
    Exchange current = exchange;
    if (current != null && current.mayBeAnswered()) {
      current.clientFailed(Failure.INTERNAL_ERROR);
    } else {
      abort(Failure.INTERNAL_ERROR);
      reset();
    }
  }

  private void abort(Failure failure) {
    Exchange current = exchange;
    exchange = null;
    if (current != null) {
      current.clientGone(failure);
    }
  }

  /** The client will send no more, but may still listen. */
  private void inputShutdown() {
    inputClosed = true;
    endAfterLast();
  }

  /** Ends, unless there is something to answer still: a whole request, here or pipelined. */
  private void endAfterLast() {
    Exchange current = exchange;
    if (current == null) {
      if (!nextWaits && !intake.hasMore()) {
        finish();
      }
    } else if (receiving || current.isStream()) {
      // A browser that leaves a page of events just closes; a silent stream would never notice.
      reset();
    }
  }

  private void refuse(RequestIntake.Malformed malformed) {
    Exchange current = exchange;
    intake.refuse();
    if (current == null) {
      refuseUnread(malformed);
    } else if (current.mayBeAnswered()) {
      current.clientFailed(malformed.failure());
    } else {
      current.clientGone(malformed.failure());
      reset();
    }
  }

  /** Answers a request that never became one. */
  private void refuseUnread(RequestIntake.Malformed malformed) {
    Failure failure = malformed.failure();
    String requestId = loop.edge().forwarding().requestIds().next();
    loop.recorder().refused(failure.outcome());
    AccessEntry.Took took =
        new AccessEntry.Took(
            loop.edge().epochMillis(), loop.now() - intake.messageSinceNanos(), -1, 0, 0);
    loop.edge().accessLog().offer(AccessEntry.refused(requestId, peer.itself(), malformed, took));
    respond(
        loop.edge().problems().answer(new Problem(failure, requestId, null, true), null), false);
  }

  // ---- what an exchange asks for ------------------------------------------------------------

  void write(Object message) {
    // Nobody waits for it; a failure arrives at exceptionCaught.
    channel.write(message, channel.voidPromise());
  }

  void flush() {
    channel.flush();
  }

  /** Sends an interim response past the codec, which counts final ones only. */
  void writeInterim(ByteBuf head) {
    ChannelHandlerContext beforeCodec = channel.pipeline().context(intake);
    if (beforeCodec != null) {
      beforeCodec.writeAndFlush(head);
    } else {
      head.release();
    }
  }

  /** Whether more of what was read may follow at once, so that flushing can wait for it. */
  boolean isInRead() {
    return inRead;
  }

  boolean isWritable() {
    return channel.isWritable();
  }

  /** Sends an answer of the router's own. */
  void respond(FullHttpResponse answer, boolean keepAlive) {
    // Said in both cases: a client of HTTP/1.0 takes silence for the end of the connection.
    answer
        .headers()
        .set(
            HttpHeaderNames.CONNECTION,
            keepAlive ? HttpHeaderValues.KEEP_ALIVE : HttpHeaderValues.CLOSE);
    channel.writeAndFlush(answer);
    answered(keepAlive);
  }

  /** Whether the body of the current request is still to come, in part at least. */
  boolean isReceiving() {
    return receiving;
  }

  /** Whether the connection ends with the current response, whatever the client wishes. */
  boolean mustClose() {
    return receiving || isLeaving();
  }

  private boolean isLeaving() {
    return (inputClosed && !intake.hasMore()) || loop.edge().isDraining();
  }

  void stopReading() {
    gate.stop(ReadGate.Reason.BACKPRESSURE);
  }

  void allowReading() {
    if (gate.isOpen()) {
      return;
    }
    bodyPace.begin(loop.now(), intake.bodyBytes());
    gate.allow(ReadGate.Reason.BACKPRESSURE);
  }

  /** The current exchange has been answered to the end. */
  void answered(boolean keepAlive) {
    exchange = null;
    allowReading();
    if (keepAlive) {
      rest();
    } else {
      finish();
    }
  }

  /** Breaks the connection so that the client cannot take what it got for the whole. */
  void reset() {
    channel.config().setOption(ChannelOption.SO_LINGER, 0);
    channel.close();
  }

  /** Leaves the connection to a tunnel. */
  void detach() {
    loop.left(this);
    exchange = null;
  }

  // ---- the end ------------------------------------------------------------------------------

  /** Takes the next request as soon as the client takes the answers before it. */
  private void rest() {
    idleSinceNanos = loop.now();
    if (inputClosed && !intake.hasMore()) {
      finish();
    } else if (channel.isWritable()) {
      intake.next();
    } else {
      nextWaits = true;
    }
  }

  private void finish() {
    idleSinceNanos = loop.now();
    boolean isClean = inputClosed || (!receiving && !intake.hasMore() && !intake.isRefusing());
    intake.refuse();
    if (isClean) {
      channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
      return;
    }
    // A close with unread bytes makes the kernel reset the connection, and the client may lose the
    // answer; so the output ends first and the rest of the input is read for a while.
    gate.allow(ReadGate.Reason.PIPELINE);
    gate.allow(ReadGate.Reason.BACKPRESSURE);
    channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(sent -> linger());
  }

  private void linger() {
    lingering = true;
    idleSinceNanos = loop.now();
    if (channel instanceof SocketChannel socket) {
      socket.shutdownOutput();
    } else {
      channel.close();
    }
  }

  /** Closes the connection when it carries nothing and has not for a while. */
  void closeIfQuiet(long nowNanos, long minIdleNanos) {
    boolean isQuiet = exchange == null && intake.isIdle() && output.isEmpty();
    if (isQuiet && nowNanos - idleSinceNanos >= minIdleNanos) {
      channel.close();
    }
  }

  // ---- deadlines ----------------------------------------------------------------------------

  @Override
  public void check(long nowNanos) {
    ListenSettings listen = loop.edge().listen();
    if (Timed.isPast(output.stalledNanos(nowNanos), listen.stallMillis())) {
      abort(Failure.CLIENT_STALLED);
      reset();
    } else if (lingering) {
      closeAfter(nowNanos - idleSinceNanos, LINGER_NANOS);
    } else if (exchange != null) {
      checkExchange(nowNanos, listen, exchange);
    } else if (!intake.isRefusing()) {
      checkWaiting(nowNanos, listen);
    }
  }

  private void checkExchange(long nowNanos, ListenSettings listen, Exchange current) {
    current.check(nowNanos);
    boolean isRead = exchange == current && receiving && gate.isOpen();
    if (isRead && bodyPace.isTooSlow(nowNanos, intake.bodyBytes(), listen.bodyMillis())) {
      refuse(new RequestIntake.Malformed(Failure.REQUEST_TIMEOUT, "The body came too slowly."));
    }
  }

  private void checkWaiting(long nowNanos, ListenSettings listen) {
    if (intake.isInHead()) {
      if (Timed.isPast(nowNanos - intake.messageSinceNanos(), listen.headMillis())) {
        refuse(new RequestIntake.Malformed(Failure.REQUEST_TIMEOUT, "The head took too long."));
      }
    } else if (output.isEmpty()) {
      boolean fresh = requests == 0 && !peer.isTrusted();
      long maxMillis = fresh ? listen.headMillis() : listen.idleMillis();
      closeAfter(nowNanos - idleSinceNanos, TimeUnit.MILLISECONDS.toNanos(maxMillis));
    }
  }

  private void closeAfter(long ageNanos, long maxNanos) {
    if (ageNanos >= maxNanos) {
      channel.close();
    }
  }
}
