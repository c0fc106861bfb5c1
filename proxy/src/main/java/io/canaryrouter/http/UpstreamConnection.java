package io.canaryrouter.http;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection to one instance of a stack: carries one exchange at a time and rests in its pool in
 * between.
 *
 * <p>Confined to its event loop, which is also the loop of every client it serves.
 */
final class UpstreamConnection extends ChannelInboundHandlerAdapter {
  private static final Logger LOG = LoggerFactory.getLogger(UpstreamConnection.class);

  private final UpstreamPool pool;
  private final Instance instance;
  private final ResponseIntake intake;
  private final Channel channel;
  private final ReadGate gate;
  private @Nullable Exchange exchange;
  private boolean keepAlive;
  private boolean answersHead;
  private boolean reused;
  private long idleSinceNanos;

  UpstreamConnection(UpstreamPool pool, Instance instance, ResponseIntake intake, Channel channel) {
    this.pool = pool;
    this.instance = instance;
    this.intake = intake;
    this.channel = channel;
    this.gate = new ReadGate(channel);
  }

  Channel channel() {
    return channel;
  }

  Instance instance() {
    return instance;
  }

  ResponseIntake intake() {
    return intake;
  }

  /** Whether it has rested before, so that the stack may have closed it in the meantime. */
  boolean isReused() {
    return reused;
  }

  /** Since when it rests. */
  long idleSinceNanos() {
    return idleSinceNanos;
  }

  /** Whether this exchange, and no later one, is on it. */
  boolean carries(Exchange candidate) {
    return exchange == candidate;
  }

  /** Begins to carry an exchange. */
  void begin(Exchange next, boolean isHead) {
    exchange = next;
    answersHead = isHead;
    intake.expect(isHead);
  }

  /** Goes back to its pool. */
  void rest() {
    reused = true;
    idleSinceNanos = pool.loop().now();
    pool.rest(this);
  }

  /** Stops carrying the exchange; the connection is closed. */
  void abandon() {
    exchange = null;
    channel.close();
  }

  /** Hands the connection over to a tunnel; the pool has nothing to do with it any more. */
  void detach() {
    exchange = null;
  }

  void stopReading() {
    gate.stop(ReadGate.Reason.BACKPRESSURE);
  }

  void allowReading() {
    gate.allow(ReadGate.Reason.BACKPRESSURE);
  }

  boolean isReading() {
    return gate.isOpen();
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object msg) {
    Exchange current = exchange;
    if (current == null) {
      ReferenceCountUtil.release(msg);
      return;
    }
    if (msg instanceof HttpObject part && part.decoderResult().isFailure()) {
      // The check in front of the codec is stricter; should they ever disagree, nothing passes.
      ReferenceCountUtil.release(msg);
      fail(Failure.RESPONSE_MALFORMED);
      return;
    }
    if (msg instanceof HttpResponse response) {
      head(current, response);
    }
    if (msg instanceof LastHttpContent last) {
      last(current, last);
    } else if (msg instanceof HttpContent content) {
      current.responseContent(content);
    }
  }

  private void head(Exchange current, HttpResponse response) {
    boolean interim = response.status().codeClass() == HttpStatusClass.INFORMATIONAL;
    if (interim && !HttpResponseStatus.SWITCHING_PROTOCOLS.equals(response.status())) {
      current.interimResponse(response);
    } else {
      keepAlive = HttpUtil.isKeepAlive(response) && !mayBringBodyAfterAll(response);
      current.responseHead(response, intake.headSinceNanos());
    }
  }

  /**
   * A faulty stack sends the body that it announces where none may be; on a connection that is used
   * again, that would be the answer to somebody's next request.
   */
  private boolean mayBringBodyAfterAll(HttpResponse response) {
    boolean hasNone = answersHead || HttpResponseStatus.NOT_MODIFIED.equals(response.status());
    return hasNone
        && (HttpUtil.isTransferEncodingChunked(response)
            || HttpUtil.getContentLength(response, 0L) > 0);
  }

  private void last(Exchange current, LastHttpContent last) {
    if (current.awaitsFinalResponse()) {
      // The end of an interim response, which has no content of its own.
      last.release();
      return;
    }
    exchange = null;
    boolean isUsable = !intake.hasSurplus() && !intake.hasTlsEnded() && channel.isActive();
    if (keepAlive && current.isRequestSent() && isUsable) {
      allowReading();
      rest();
    } else {
      channel.close();
    }
    current.responseEnd(last);
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    Exchange current = exchange;
    if (current != null) {
      current.responsePaused();
    } else if (intake.hasSurplus()) {
      ctx.close();
    }
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    Exchange current = exchange;
    if (current != null) {
      current.stackWritabilityChanged(channel.isWritable());
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event instanceof ResponseIntake.Unusable unusable) {
      complain(unusable.detail());
      fail(unusable.failure());
    } else if (event instanceof SslCloseCompletionEvent && exchange == null) {
      // The stack has said over TLS that it goes; its end of the connection follows.
      ctx.close();
    }
  }

  private void complain(String detail) {
    EdgeLoop loop = pool.loop();
    loop.badAnswers()
        .tell(
            loop.now(),
            end ->
                LOG.warn(
                    "{} sent an answer that cannot be passed on: {}{}", instance, detail, end));
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    pool.forget(this);
    fail(Failure.CONNECTION_TERMINATED);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    Failure failure =
        cause instanceof IOException ? Failure.CONNECTION_TERMINATED : Failure.RESPONSE_MALFORMED;
    fail(failure);
    ctx.close();
  }

  private void fail(Failure failure) {
    Exchange current = exchange;
    exchange = null;
    if (current != null) {
      channel.close();
      current.attemptFailed(failure);
    }
  }
}
