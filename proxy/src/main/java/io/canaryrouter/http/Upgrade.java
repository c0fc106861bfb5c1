package io.canaryrouter.http;

import io.canaryrouter.split.Stack;
import io.netty.handler.codec.http.HttpResponse;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The way of two connections out of HTTP: a stack has accepted the client's {@link
 * WebSocketHandshake}.
 *
 * @param stack the stack that answered 101
 * @param epoch the epoch of the request's assignment
 * @param onEnd told once, on the tunnel's event loop
 */
record Upgrade(Stack stack, long epoch, Consumer<TunnelEnd> onEnd) {
  /**
   * A tunnel in which nothing moves for an hour has lost its peers; cables ping every few seconds.
   */
  private static final long IDLE_MILLIS = TimeUnit.HOURS.toMillis(1);

  /** Tells the client of it, and makes a tunnel of both connections, which are on this loop. */
  void handOver(
      EdgeLoop loop, FrontConnection front, UpstreamConnection connection, HttpResponse response) {
    loop.edge().responseFields().prepare(response, null);
    connection.detach();
    front.detach();
    front.channel().writeAndFlush(response);
    Tunnel.open(
        front.channel(),
        connection.channel(),
        new TunnelContext(stack, epoch, IDLE_MILLIS, loop::now, loop.edge().tunnels(), onEnd));
  }
}
