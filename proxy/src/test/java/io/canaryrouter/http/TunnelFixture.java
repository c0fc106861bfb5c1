package io.canaryrouter.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.canaryrouter.split.Stack;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A tunnel between two channels in memory, on a clock that the test advances. */
final class TunnelFixture implements AutoCloseable {
  final EmbeddedChannel client;
  final EmbeddedChannel stack;
  final Tunnels tunnels = new Tunnels(bound -> 0);
  final List<TunnelEnd> ends = new ArrayList<>();
  private final ByteArrayOutputStream clientReceived = new ByteArrayOutputStream();
  private final ByteArrayOutputStream stackReceived = new ByteArrayOutputStream();
  private long nowNanos = 1_000_000_000L;

  TunnelFixture() {
    this(new EmbeddedChannel(), new EmbeddedChannel());
  }

  TunnelFixture(EmbeddedChannel client, EmbeddedChannel stack) {
    this.client = client;
    this.stack = stack;
    client.freezeTime();
  }

  Tunnel open(long idleMillis) {
    return Tunnel.open(
        client,
        stack,
        new TunnelContext(Stack.GREEN, 1, idleMillis, () -> nowNanos, tunnels, ends::add));
  }

  void clientSends(byte[] bytes) {
    client.writeInbound(Unpooled.wrappedBuffer(bytes));
  }

  void stackSends(byte[] bytes) {
    stack.writeInbound(Unpooled.wrappedBuffer(bytes));
  }

  /** Everything that the client has received so far. */
  byte[] clientReceived() {
    return drain(client, clientReceived);
  }

  /** Everything that the stack has received so far. */
  byte[] stackReceived() {
    return drain(stack, stackReceived);
  }

  void advance(long millis) {
    nowNanos += TimeUnit.MILLISECONDS.toNanos(millis);
    client.advanceTimeBy(millis, TimeUnit.MILLISECONDS);
    client.runScheduledPendingTasks();
    stack.runPendingTasks();
  }

  TunnelEnd onlyEnd() {
    assertThat(ends).hasSize(1);
    return ends.get(0);
  }

  /** Puts a dam before a channel's wire, with room for a few bytes. */
  static Dam dam(EmbeddedChannel channel) {
    channel.config().setWriteBufferWaterMark(new WriteBufferWaterMark(8, 16));
    Dam dam = new Dam();
    channel.pipeline().addFirst(dam);
    return dam;
  }

  @Override
  public void close() {
    client.finishAndReleaseAll();
    stack.finishAndReleaseAll();
    assertThat(ends).hasSize(1);
    assertThat(tunnels.count(Stack.GREEN)).isZero();
  }

  private static byte[] drain(EmbeddedChannel channel, ByteArrayOutputStream received) {
    for (ByteBuf data = channel.readOutbound(); data != null; data = channel.readOutbound()) {
      received.writeBytes(ByteBufUtil.getBytes(data));
      data.release();
    }
    return received.toByteArray();
  }

  /** A wire that takes nothing until it is opened. */
  static final class Dam extends ChannelOutboundHandlerAdapter {
    private boolean open;

    @Override
    public void flush(ChannelHandlerContext ctx) {
      if (open) {
        ctx.flush();
      }
    }

    void open(EmbeddedChannel channel) {
      open = true;
      channel.flush();
    }
  }
}
