package io.canaryrouter.http;

import io.canaryrouter.split.Stack;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.ssl.SslHandler;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The connections of one event loop to one upstream, by instance; the most recently used first.
 *
 * <p>Confined to its event loop.
 */
final class UpstreamPool implements Timed {
  /** Most connections that rest, per instance; more are closed instead. */
  private static final int MAX_IDLE = 256;

  /**
   * A request that must not be sent twice takes only a connection that answered this recently: a
   * stack that closes idle connections does not do it so soon.
   */
  private static final long FRESH_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final EdgeLoop loop;
  private final Upstream upstream;
  private final IdentityHashMap<Instance, Deque<UpstreamConnection>> idle = new IdentityHashMap<>();
  private boolean retired;

  UpstreamPool(EdgeLoop loop, Upstream upstream) {
    this.loop = loop;
    this.upstream = upstream;
    loop.sweeper().watch(this);
  }

  EdgeLoop loop() {
    return loop;
  }

  Upstream upstream() {
    return upstream;
  }

  /**
   * An idle connection to an instance, or null.
   *
   * @param freshOnly whether the connection must have answered within the last second
   */
  @Nullable UpstreamConnection take(Instance instance, boolean freshOnly) {
    Deque<UpstreamConnection> resting = idle.get(instance);
    if (resting == null) {
      return null;
    }
    for (UpstreamConnection next = resting.pollFirst(); next != null; next = resting.pollFirst()) {
      if (freshOnly && loop.now() - next.idleSinceNanos() > FRESH_NANOS) {
        resting.addFirst(next);
        return null;
      }
      if (next.channel().isActive()) {
        return next;
      }
    }
    return null;
  }

  /** Opens a connection for an attempt, which is told how it went. */
  void connect(Instance instance, Attempt attempt) {
    long began = loop.now();
    ChannelFuture connecting =
        new Bootstrap()
            .group(loop.eventLoop())
            .channel(loop.transport().clientChannel())
            .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) upstream.settings().connectMillis())
            .option(ChannelOption.ALLOCATOR, PooledByteBufAllocator.DEFAULT)
            .option(ChannelOption.TCP_NODELAY, true)
            .option(ChannelOption.SO_KEEPALIVE, true)
            // A stack that answers early and closes fails our writing before its answer is read.
            .option(ChannelOption.AUTO_CLOSE, false)
            .handler(new Initializer(instance))
            .connect(instance.address());
    connecting.addListener(
        new OnLoop(
            loop.eventLoop(),
            future -> {
              if (!future.isSuccess()) {
                attempt.connectFailed(ConnectFailures.of(future.cause()));
              } else {
                secured(connecting.channel(), attempt, began);
              }
            }));
  }

  private void secured(Channel channel, Attempt attempt, long began) {
    UpstreamConnection connection = channel.pipeline().get(UpstreamConnection.class);
    SslHandler tls = channel.pipeline().get(SslHandler.class);
    if (tls == null) {
      connected(connection, attempt, began);
      return;
    }
    tls.handshakeFuture()
        .addListener(handshake -> {
          if (handshake.isSuccess()) {
            connected(connection, attempt, began);
          } else {
            channel.close();
            attempt.connectFailed(ConnectFailures.of(handshake.cause()));
          }
        });
  }

  private void connected(UpstreamConnection connection, Attempt attempt, long began) {
    Stack stack = upstream.stack();
    if (stack != null) {
      loop.recorder().connected(stack, loop.now() - began);
    }
    attempt.connected(connection);
  }

  /** Takes a connection back that has carried its exchange to the end. */
  void rest(UpstreamConnection connection) {
    Deque<UpstreamConnection> resting =
        idle.computeIfAbsent(connection.instance(), any -> new ArrayDeque<>());
    if (retired || resting.size() >= MAX_IDLE) {
      connection.channel().close();
    } else {
      resting.addFirst(connection);
    }
  }

  /** A connection is gone. */
  void forget(UpstreamConnection connection) {
    Deque<UpstreamConnection> resting = idle.get(connection.instance());
    if (resting != null) {
      resting.remove(connection);
    }
  }

  /** Closes what rests, now and from now on; a reload has put another stack in its place. */
  void retire() {
    retired = true;
    loop.sweeper().forget(this);
    closeIdle(0);
  }

  @Override
  public void check(long nowNanos) {
    closeIdle(TimeUnit.MILLISECONDS.toNanos(upstream.settings().poolIdleMillis()));
  }

  private void closeIdle(long minAgeNanos) {
    long now = loop.now();
    for (Deque<UpstreamConnection> resting : idle.values()) {
      UpstreamConnection oldest = resting.peekLast();
      while (oldest != null && now - oldest.idleSinceNanos() >= minAgeNanos) {
        resting.removeLast();
        oldest.channel().close();
        oldest = resting.peekLast();
      }
    }
    // An instance that has vanished leaves nothing behind.
    idle.values().removeIf(Deque::isEmpty);
  }

  /** The handlers of a connection to a stack, in the order in which bytes pass them. */
  private final class Initializer extends ChannelInitializer<Channel> {
    private final Instance instance;

    Initializer(Instance instance) {
      this.instance = instance;
    }

    @Override
    protected void initChannel(Channel channel) {
      UpstreamTls tls = upstream.tls();
      if (tls != null) {
        channel.pipeline().addLast(tls.newHandler(channel.alloc()));
      }
      ResponseIntake intake =
          new ResponseIntake(WireCheck.ofResponses(WireLimits.DEFAULTS), loop::now);
      channel
          .pipeline()
          .addLast(intake)
          .addLast(new HttpClientCodec(Codecs.decoding(WireLimits.DEFAULTS), false, false))
          .addLast(new UpstreamConnection(UpstreamPool.this, instance, intake, channel));
    }
  }
}
