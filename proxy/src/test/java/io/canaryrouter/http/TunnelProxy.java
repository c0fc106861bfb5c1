package io.canaryrouter.http;

import io.canaryrouter.split.Stack;
import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.ssl.SslContext;
import io.netty.util.ReferenceCountUtil;
import java.net.InetSocketAddress;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The smallest proxy around a tunnel, on real connections: one upgrade a connection. */
final class TunnelProxy implements AutoCloseable {
  final Tunnels tunnels = new Tunnels(bound -> 0);
  final BlockingQueue<Channel> opened = new LinkedBlockingQueue<>();
  final BlockingQueue<TunnelEnd> ends = new LinkedBlockingQueue<>();
  private final Transport transport;
  private final EventLoopGroup loops;
  private final InetSocketAddress stack;
  private final Channel server;
  private final @Nullable SslContext tls;

  TunnelProxy(Transport transport, InetSocketAddress stack) {
    this(transport, stack, null);
  }

  /** With TLS to the stack unless that is null. */
  TunnelProxy(Transport transport, InetSocketAddress stack, @Nullable SslContext tls) {
    this.transport = transport;
    this.tls = tls;
    this.loops = transport.newEventLoops(1, "tunnel-proxy");
    this.stack = stack;
    this.server =
        new ServerBootstrap()
            .group(loops)
            .channel(transport.serverChannel())
            .childOption(ChannelOption.AUTO_READ, false)
            .childHandler(with(HttpServerCodec::new, Front::new, null))
            .bind("127.0.0.1", 0)
            .syncUninterruptibly()
            .channel();
  }

  InetSocketAddress address() {
    return (InetSocketAddress) server.localAddress();
  }

  @Override
  public void close() {
    loops.shutdownGracefully(0, 10, TimeUnit.SECONDS).syncUninterruptibly();
  }

  private static ChannelInitializer<Channel> with(
      Supplier<ChannelHandler> codec, Supplier<ChannelHandler> handler, @Nullable SslContext tls) {
    return new ChannelInitializer<>() {
      @Override
      protected void initChannel(Channel channel) {
        if (tls != null) {
          channel.pipeline().addLast(tls.newHandler(channel.alloc()));
        }
        channel.pipeline().addLast(codec.get(), handler.get());
      }
    };
  }

  /** Forwards the request to the stack once it has connected. */
  private final class Front extends ChannelInboundHandlerAdapter {
    @Override
    public void channelActive(ChannelHandlerContext ctx) {
      ctx.read();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
      if (message instanceof HttpRequest request) {
        WebSocketHandshake handshake = Objects.requireNonNull(WebSocketHandshake.of(request));
        new Bootstrap()
            .group(ctx.channel().eventLoop())
            .channel(transport.clientChannel())
            .handler(with(HttpClientCodec::new, () -> new Back(ctx.channel(), handshake), tls))
            .connect(stack)
            .addListener((ChannelFuture connected) -> {
              connected.channel().write(request);
              connected.channel().writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT);
            });
      } else {
        ReferenceCountUtil.release(message);
      }
    }
  }

  /** Forwards the 101 to the client and opens the tunnel. */
  private final class Back extends ChannelInboundHandlerAdapter {
    private final Channel client;
    private final WebSocketHandshake handshake;

    Back(Channel client, WebSocketHandshake handshake) {
      this.client = client;
      this.handshake = handshake;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
      if (message instanceof HttpResponse response && handshake.isAcceptedBy(response)) {
        client.write(response);
        client.writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT);
        Tunnel.open(
            client,
            ctx.channel(),
            new TunnelContext(Stack.GREEN, 1, 0, System::nanoTime, tunnels, ends::add));
        opened.add(client);
      } else {
        ReferenceCountUtil.release(message);
      }
    }
  }
}
