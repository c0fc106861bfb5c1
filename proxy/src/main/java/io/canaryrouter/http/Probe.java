package io.canaryrouter.http;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.concurrent.Future;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One question to one instance over a connection of its own: are you well?
 *
 * <p>Its result is reported once, on its event loop, at the latest when the timeout ends; a
 * cancelled probe reports nothing. Confined to one event loop.
 */
final class Probe extends SimpleChannelInboundHandler<HttpObject> {
  private static final int MAX_LINE_BYTES = 4 * 1024;
  private static final int MAX_FIELDS_BYTES = 64 * 1024;
  private static final int MAX_BODY_BYTES = 64 * 1024;

  private final ProbePlan plan;
  private final Consumer<ProbeResult> results;
  private @Nullable Channel channel;
  private @Nullable Future<?> deadline;
  private int status;
  private long bodyBytes;
  private boolean finished;

  Probe(ProbePlan plan, Consumer<ProbeResult> results) {
    this.plan = plan;
    this.results = results;
  }

  /** Asks; called once, on the loop. */
  void begin(EventLoop loop, InetSocketAddress address) {
    long timeoutMillis = plan.health().timeoutMillis();
    deadline =
        loop.schedule(
            () ->
                finish(
                    ProbeResult.failed(
                        status == 0 ? Failure.RESPONSE_TIMEOUT : Failure.READ_TIMEOUT)),
            timeoutMillis,
            TimeUnit.MILLISECONDS);
    ChannelFuture connecting =
        new Bootstrap()
            .group(loop)
            .channel(plan.transport().clientChannel())
            .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) timeoutMillis)
            .option(ChannelOption.TCP_NODELAY, true)
            .handler(initializer())
            .connect(address);
    channel = connecting.channel();
    connecting.addListener(new OnLoop(loop, f -> connected(f)));
  }

  private ChannelInitializer<Channel> initializer() {
    return new ChannelInitializer<>() {
      @Override
      protected void initChannel(Channel opened) {
        UpstreamTls tls = plan.tls();
        if (tls != null) {
          opened.pipeline().addLast(tls.newHandler(opened.alloc()));
        }
        if (plan.health().path() != null) {
          opened
              .pipeline()
              .addLast(new HttpClientCodec(MAX_LINE_BYTES, MAX_FIELDS_BYTES, 8 * 1024, true));
        }
        opened.pipeline().addLast(Probe.this);
      }
    };
  }

  private void connected(Future<?> connecting) {
    if (!connecting.isSuccess()) {
      finish(ProbeResult.failed(ConnectFailures.of(connecting.cause())));
    } else if (plan.tls() == null) {
      ask();
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event instanceof SslHandshakeCompletionEvent handshake) {
      if (handshake.isSuccess()) {
        ask();
      } else {
        finish(ProbeResult.failed(ConnectFailures.of(handshake.cause())));
      }
    }
    ctx.fireUserEventTriggered(event);
  }

  private void ask() {
    String path = plan.health().path();
    if (path == null) {
      finish(ProbeResult.connected());
    } else if (channel != null && !finished) {
      channel.writeAndFlush(plan.request(path));
    }
  }

  @Override
  protected void channelRead0(ChannelHandlerContext ctx, HttpObject part) {
    if (part.decoderResult().isFailure()) {
      finish(ProbeResult.failed(Failure.RESPONSE_MALFORMED));
    } else if (part instanceof HttpResponse head) {
      boolean isFinal = head.status().codeClass() != HttpStatusClass.INFORMATIONAL;
      status = isFinal ? head.status().code() : 0;
      if (isFinal) {
        plan.builds().answered(head.headers());
      }
    } else if (part instanceof HttpContent content && status != 0) {
      // The body is read, so that the stack does not see its answer cut off, but not a huge one.
      bodyBytes += content.content().readableBytes();
      if (content instanceof LastHttpContent || bodyBytes > MAX_BODY_BYTES) {
        finish(ProbeResult.answered(status));
      }
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    finish(
        ProbeResult.failed(
            status == 0 ? Failure.CONNECTION_TERMINATED : Failure.RESPONSE_INCOMPLETE));
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    finish(ProbeResult.failed(ConnectFailures.of(cause)));
  }

  private void finish(ProbeResult result) {
    if (!finished) {
      cancel();
      results.accept(result);
    }
  }

  /** Ends without a result. */
  void cancel() {
    finished = true;
    if (deadline != null) {
      deadline.cancel(false);
    }
    if (channel != null) {
      channel.close();
    }
  }
}
