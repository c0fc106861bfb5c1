package io.canaryrouter.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.canaryrouter.http.TunnelEnd.Party;
import io.canaryrouter.split.Stack;
import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolConfig;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolHandler;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolConfig;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler;
import io.netty.handler.codec.http.websocketx.extensions.compression.WebSocketClientCompressionHandler;
import io.netty.handler.codec.http.websocketx.extensions.compression.WebSocketServerCompressionHandler;
import java.net.InetSocketAddress;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A tunnel between a real WebSocket client and a real WebSocket server, compression included. */
@Timeout(60)
class TunnelWebSocketTest {
  private static final int MAX_BYTES = 4 * 1024 * 1024;
  private static final String PROTOCOL = "actioncable-v1-json";
  private static final String WELCOME = "{\"type\":\"welcome\"}";

  private final EventLoopGroup loops = Transport.NIO.newEventLoops(1, "peers");
  private final BlockingQueue<String> heardByClient = new LinkedBlockingQueue<>();
  private final BlockingQueue<String> heardByStack = new LinkedBlockingQueue<>();
  private final Channel stack = startStack();
  private final TunnelProxy proxy =
      new TunnelProxy(Transport.best(), (InetSocketAddress) stack.localAddress());
  private final Channel client = connectClient();

  @AfterEach
  void stop() {
    proxy.close();
    loops.shutdownGracefully(0, 10, TimeUnit.SECONDS).syncUninterruptibly();
  }

  @Test
  void messagesOfAllSizesComeBackUnchanged() throws InterruptedException {
    assertThat(next(heardByClient)).isEqualTo(WELCOME);
    Random random = new Random(7);
    for (int length : new int[] {0, 1, 125, 126, 65_535, 65_536, 100_000}) {
      byte[] message = new byte[length];
      random.nextBytes(message);
      client.writeAndFlush(new BinaryWebSocketFrame(client.alloc().buffer().writeBytes(message)));
      assertThat(next(heardByClient)).isEqualTo(ByteBufUtil.hexDump(message));
    }
  }

  @Test
  void aPingIsAnsweredByTheOtherPeer() throws InterruptedException {
    assertThat(next(heardByClient)).isEqualTo(WELCOME);
    client.writeAndFlush(new PingWebSocketFrame(client.alloc().buffer().writeByte(0x2a)));
    assertThat(next(heardByClient)).isEqualTo("2a");
  }

  @Test
  void theClientsOwnCloseRunsThroughToTheEnd() throws InterruptedException {
    assertThat(next(heardByClient)).isEqualTo(WELCOME);
    client.writeAndFlush(new CloseWebSocketFrame(1000, "done"));
    assertThat(next(heardByStack)).isEqualTo("close 1000");
    assertThat(next(heardByClient)).isEqualTo("close 1000");
    client.close().sync();
    TunnelEnd end = end();
    assertThat(end.by()).isEqualTo(Party.CLIENT);
    assertThat(end.clientBytes()).isPositive();
    assertThat(end.stackBytes()).isPositive();
  }

  @Test
  void aFailoverTellsBothPeersToRestart() throws InterruptedException {
    assertThat(next(heardByClient)).isEqualTo(WELCOME);
    proxy.tunnels.end(Stack.GREEN, 2, CloseReason.SERVICE_RESTART, 0);
    assertThat(next(heardByClient)).isEqualTo("close 1012");
    assertThat(next(heardByStack)).isEqualTo("close 1012");
    client.closeFuture().sync();
    assertThat(end().reason()).isEqualTo(CloseReason.SERVICE_RESTART);
    assertThat(proxy.tunnels.count(Stack.GREEN)).isZero();
  }

  @Test
  void aDrainInTheMiddleOfAStreamOfMessagesLosesNoneThatWasRelayed() throws InterruptedException {
    assertThat(next(heardByClient)).isEqualTo(WELCOME);
    for (int i = 0; i < 200; i++) {
      client.writeAndFlush(new TextWebSocketFrame("message " + i + " " + "x".repeat(i * 20)));
      if (i == 100) {
        proxy.tunnels.end(Stack.GREEN, Long.MAX_VALUE, CloseReason.GOING_AWAY, 0);
      }
    }
    int expected = 0;
    String heard = next(heardByClient);
    for (; heard.startsWith("message "); heard = next(heardByClient)) {
      assertThat(heard).startsWith("message " + expected++ + " ");
    }
    assertThat(heard).isEqualTo("close 1001");
    client.closeFuture().sync();
    assertThat(end().by()).isEqualTo(Party.ROUTER);
  }

  private TunnelEnd end() throws InterruptedException {
    TunnelEnd end = proxy.ends.poll(30, TimeUnit.SECONDS);
    assertThat(end).isNotNull();
    return end;
  }

  private static String next(BlockingQueue<String> heard) throws InterruptedException {
    String next = heard.poll(30, TimeUnit.SECONDS);
    assertThat(next).isNotNull();
    return next;
  }

  private Channel startStack() {
    WebSocketServerProtocolConfig config =
        WebSocketServerProtocolConfig.newBuilder()
            .websocketPath("/cable")
            .subprotocols(PROTOCOL)
            .allowExtensions(true)
            .handleCloseFrames(false)
            .maxFramePayloadLength(MAX_BYTES)
            .build();
    return new ServerBootstrap()
        .group(loops)
        .channel(Transport.NIO.serverChannel())
        .childHandler(
            new ChannelInitializer<>() {
              @Override
              protected void initChannel(Channel channel) {
                channel
                    .pipeline()
                    .addLast(new HttpServerCodec(), new HttpObjectAggregator(1_024))
                    .addLast(new WebSocketServerCompressionHandler(MAX_BYTES))
                    .addLast(new WebSocketServerProtocolHandler(config), new Echo());
              }
            })
        .bind("127.0.0.1", 0)
        .syncUninterruptibly()
        .channel();
  }

  private Channel connectClient() {
    WebSocketClientProtocolConfig config =
        WebSocketClientProtocolConfig.newBuilder()
            .webSocketUri("ws://localhost/cable")
            .subprotocol(PROTOCOL)
            .allowExtensions(true)
            .handleCloseFrames(false)
            .dropPongFrames(false)
            .maxFramePayloadLength(MAX_BYTES)
            .build();
    return new Bootstrap()
        .group(loops)
        .channel(Transport.NIO.clientChannel())
        .handler(
            new ChannelInitializer<>() {
              @Override
              protected void initChannel(Channel channel) {
                channel
                    .pipeline()
                    .addLast(new HttpClientCodec(), new HttpObjectAggregator(1_024))
                    .addLast(new WebSocketClientCompressionHandler(MAX_BYTES))
                    .addLast(new WebSocketClientProtocolHandler(config), new Listener());
              }
            })
        .connect(proxy.address())
        .syncUninterruptibly()
        .channel();
  }

  /** A peer that notes what it hears, and answers a Close frame with its own. */
  private abstract static class Peer extends SimpleChannelInboundHandler<WebSocketFrame> {
    private final BlockingQueue<String> heard;
    private boolean answered;

    Peer(BlockingQueue<String> heard) {
      this.heard = heard;
    }

    abstract void answer(ChannelHandlerContext ctx, WebSocketFrame message);

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, WebSocketFrame frame) {
      if (frame instanceof CloseWebSocketFrame close) {
        heard.add("close " + close.statusCode());
        if (!answered) {
          answered = true;
          ctx.writeAndFlush(frame.retain());
        }
      } else if (frame instanceof TextWebSocketFrame text) {
        heard.add(text.text());
        answer(ctx, frame);
      } else if (frame instanceof BinaryWebSocketFrame || frame instanceof PongWebSocketFrame) {
        heard.add(ByteBufUtil.hexDump(ByteBufUtil.getBytes(frame.content())));
        answer(ctx, frame);
      }
    }
  }

  /** Welcomes, and sends every message back. */
  private final class Echo extends Peer {
    Echo() {
      super(heardByStack);
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
      if (event instanceof WebSocketServerProtocolHandler.HandshakeComplete) {
        ctx.writeAndFlush(new TextWebSocketFrame(WELCOME));
      }
    }

    @Override
    void answer(ChannelHandlerContext ctx, WebSocketFrame message) {
      ctx.writeAndFlush(message.retain());
    }
  }

  /** Only listens; it ends the closing handshake that it began itself. */
  private final class Listener extends Peer {
    Listener() {
      super(heardByClient);
    }

    @Override
    void answer(ChannelHandlerContext ctx, WebSocketFrame message) {}
  }
}
