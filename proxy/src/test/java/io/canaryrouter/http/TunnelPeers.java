package io.canaryrouter.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslContext;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A client and a stack as plain sockets, with a tunnel between them that has just opened. */
final class TunnelPeers implements AutoCloseable {
  private static final String KEY = "dGhlIHNhbXBsZSBub25jZQ==";
  private static final String ACCEPT = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=";

  final TunnelProxy proxy;
  final Socket client;
  final Socket stack;
  private final Channel toClient;

  TunnelPeers(Transport transport) throws Exception {
    this(transport, new ServerSocket(0, 1, InetAddress.getLoopbackAddress()), null);
  }

  /** With a stack that listens on this socket, and TLS to it unless that is null. */
  TunnelPeers(Transport transport, ServerSocket listens, @Nullable SslContext tls)
      throws Exception {
    try (ServerSocket listening = listens) {
      var stackAddress = (InetSocketAddress) listening.getLocalSocketAddress();
      proxy = new TunnelProxy(transport, stackAddress, tls);
      client = new Socket(proxy.address().getAddress(), proxy.address().getPort());
      send(
          client,
          "GET /cable HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
              + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: "
              + KEY
              + "\r\n\r\n");
      stack = listening.accept();
      assertThat(head(stack)).startsWith("GET /cable HTTP/1.1");
      send(
          stack,
          "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
              + "Sec-WebSocket-Accept: "
              + ACCEPT
              + "\r\n\r\n");
      assertThat(head(client)).startsWith("HTTP/1.1 101");
    }
    toClient = proxy.opened.take();
  }

  /** Completed with the bytes that wait for the client once it holds the stack back. */
  CompletableFuture<Long> whenFull() {
    CompletableFuture<Long> full = new CompletableFuture<>();
    ChannelInboundHandlerAdapter watch =
        new ChannelInboundHandlerAdapter() {
          @Override
          public void channelWritabilityChanged(ChannelHandlerContext ctx) {
            full.complete(ctx.channel().unsafe().outboundBuffer().totalPendingWriteBytes());
            ctx.fireChannelWritabilityChanged();
          }
        };
    toClient.pipeline().addFirst(watch);
    return full;
  }

  void stackSends(byte[] bytes) {
    try {
      stack.getOutputStream().write(bytes);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  TunnelEnd end() throws InterruptedException {
    TunnelEnd end = proxy.ends.poll(30, TimeUnit.SECONDS);
    assertThat(end).isNotNull();
    return end;
  }

  @Override
  public void close() throws IOException {
    client.close();
    stack.close();
    proxy.close();
  }

  private static void send(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
  }

  private static String head(Socket socket) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int octet = socket.getInputStream().read();
      if (octet < 0) {
        throw new SocketException("ended within the head: " + head);
      }
      head.append((char) octet);
    }
    return head.toString();
  }
}
