package io.canaryrouter.http;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * A server on 127.0.0.1 that answers every request head, or already the first bytes, with the same
 * bytes and closes; with no bytes it stays silent.
 */
final class AnsweringServer implements AutoCloseable {
  /** Request heads in the order of their arrival. */
  final BlockingQueue<String> requests = new LinkedBlockingQueue<>();

  /** One element for each accepted connection. */
  final BlockingQueue<InetSocketAddress> accepted = new LinkedBlockingQueue<>();

  private final @Nullable SslContext tls;
  private final String answersAfter;
  private final Channel channel;
  private volatile @Nullable String answer;
  private volatile boolean truncates;

  private AnsweringServer(
      EventLoopGroup group,
      @Nullable SslContext tls,
      String answersAfter,
      @Nullable String answer) {
    this.tls = tls;
    this.answersAfter = answersAfter;
    this.answer = answer;
    this.channel =
        new ServerBootstrap()
            .group(group)
            .channel(Transport.NIO.serverChannel())
            .childHandler(
                new ChannelInitializer<>() {
                  @Override
                  protected void initChannel(Channel child) {
                    accept(child);
                  }
                })
            .bind("127.0.0.1", 0)
            .syncUninterruptibly()
            .channel();
  }

  static AnsweringServer plain(EventLoopGroup group, @Nullable String answer) {
    return new AnsweringServer(group, null, "\r\n\r\n", answer);
  }

  static AnsweringServer greeting(EventLoopGroup group, String answer) {
    return new AnsweringServer(group, null, "", answer);
  }

  static AnsweringServer encrypted(EventLoopGroup group, SslContext tls, String answer) {
    return new AnsweringServer(group, tls, "\r\n\r\n", answer);
  }

  /** Encrypted, and closed without a word of TLS behind the answer. */
  static AnsweringServer truncating(EventLoopGroup group, SslContext tls, String answer) {
    AnsweringServer server = encrypted(group, tls, answer);
    server.truncates = true;
    return server;
  }

  void answerWith(@Nullable String bytes) {
    answer = bytes;
  }

  int port() {
    return ((InetSocketAddress) channel.localAddress()).getPort();
  }

  private void accept(Channel child) {
    accepted.add((InetSocketAddress) child.remoteAddress());
    if (tls != null) {
      child.pipeline().addLast(tls.newHandler(child.alloc()));
    }
    child.pipeline().addLast(new Answers());
  }

  @Override
  public void close() {
    channel.close().syncUninterruptibly();
  }

  private final class Answers extends ChannelInboundHandlerAdapter {
    private final StringBuilder head = new StringBuilder();

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
      head.append(((ByteBuf) message).toString(StandardCharsets.ISO_8859_1));
      ReferenceCountUtil.release(message);
      String bytes = answer;
      if (head.toString().endsWith(answersAfter)) {
        requests.add(head.toString());
        if (bytes != null) {
          ctx.writeAndFlush(
                  ctx.alloc().buffer().writeBytes(bytes.getBytes(StandardCharsets.ISO_8859_1)))
              .addListener(written -> end(ctx));
        }
      }
    }

    private void end(ChannelHandlerContext ctx) {
      if (truncates) {
        ctx.pipeline().remove(SslHandler.class);
      }
      ctx.close();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
      ctx.close();
    }
  }
}
