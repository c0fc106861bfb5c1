package io.canaryrouter.http;

import io.canaryrouter.http.TunnelEnd.Party;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * One peer of a tunnel: what it sends goes across to the other one, as fast as that one takes it.
 * Confined to the tunnel's event loop.
 */
final class TunnelSide extends ChannelInboundHandlerAdapter {

  /** How far the relaying of what this peer sends has come. */
  private enum Relay {
    /** The pipelines are being rebuilt; what comes is kept. */
    HELD,
    /** Everything goes across. */
    OPEN,
    /** What belongs to a frame already begun goes across. */
    LAST_FRAME,
    /** Nothing goes across; the only thing of interest is the peer's Close frame. */
    OVER
  }

  private final Tunnel tunnel;
  private final Channel channel;
  private final Party party;
  private final WebSocketFrames frames = new WebSocketFrames();
  private Relay relay = Relay.HELD;
  private ByteBuf held = Unpooled.EMPTY_BUFFER;
  private boolean inputEnded;
  private long bytes;

  TunnelSide(Tunnel tunnel, Channel channel, Party party) {
    this.tunnel = tunnel;
    this.channel = channel;
    this.party = party;
  }

  /**
   * Makes this the only handler above TLS. The others go from the top down, so that bytes which a
   * codec has read but not decoded come here, in their order.
   */
  void takeOver() {
    List<ChannelHandler> others = new ArrayList<>(channel.pipeline().toMap().values());
    channel.pipeline().addLast(this);
    channel.config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
    for (int i = others.size() - 1; i >= 0; i--) {
      if (!(others.get(i) instanceof SslHandler)) {
        channel.pipeline().remove(others.get(i));
      }
    }
  }

  /** Begins to relay, first what was kept. */
  void start() {
    relay = Relay.OPEN;
    ByteBuf first = held;
    held = Unpooled.EMPTY_BUFFER;
    if (first.isReadable()) {
      relay(first);
      across().channel.flush();
    }
    followWritability();
  }

  /** Ends the relaying at the next frame boundary and puts the router's Close frame there. */
  void endAtBoundary() {
    if (relay == Relay.OPEN) {
      relay = Relay.LAST_FRAME;
      if (frames.atBoundary()) {
        endWithClose();
      }
    }
  }

  /** Tells this peer why the connection ends. */
  void sendClose(CloseReason reason) {
    // The mask need not be hard to guess: nobody but the router chose what it covers.
    ByteBuf frame =
        party == Party.CLIENT
            ? reason.frame(channel.alloc())
            : reason.maskedFrame(channel.alloc(), ThreadLocalRandom.current().nextInt());
    channel.writeAndFlush(frame, channel.voidPromise());
  }

  /** Tells this peer that nothing more comes, once it has what was written before. */
  void endOutput() {
    channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(written -> shutDownOutput());
  }

  /** Closes this peer's connection once it has what was written before. */
  void closeGently() {
    channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
  }

  /** Closes this peer's connection now. */
  void closeHard() {
    channel.close();
  }

  /** Stops relaying what this peer sends. */
  void mute() {
    relay = Relay.OVER;
    followWritability();
  }

  /** Whether nothing of what this peer sends goes across any more. */
  boolean isMuted() {
    return relay == Relay.OVER;
  }

  /** Whether this peer has said its last: its Close frame, or the end of its output. */
  boolean isSilent() {
    return inputEnded || frames.closeSeen();
  }

  /** Whether its connection stands. */
  boolean isConnected() {
    return channel.isActive();
  }

  /** Which peer this is. */
  Party party() {
    return party;
  }

  /** How many bytes this peer has sent. */
  long bytes() {
    return bytes;
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    if (!(message instanceof ByteBuf data)) {
      // The end of the 101, by a codec that is gone already.
      ReferenceCountUtil.release(message);
      return;
    }
    bytes += data.readableBytes();
    switch (relay) {
      case HELD -> held = ByteToMessageDecoder.MERGE_CUMULATOR.cumulate(ctx.alloc(), held, data);
      case OPEN -> relay(data);
      case LAST_FRAME -> relayLastFrame(data);
      case OVER -> discard(data);
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    across().channel.flush();
    tunnel.touch();
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    across().followWritability();
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    boolean isEnd =
        event == ChannelInputShutdownEvent.INSTANCE || event instanceof SslCloseCompletionEvent;
    if (isEnd) {
      endInput();
    }
  }

  /** Notices an end that came before the tunnel did. */
  void noticeEndedInput() {
    if (channel instanceof DuplexChannel duplex && duplex.isInputShutdown()) {
      endInput();
    }
  }

  private void endInput() {
    if (!inputEnded) {
      inputEnded = true;
      tunnel.inputEnded(this);
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    inputEnded = true;
    tunnel.closed(this);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    // A reset, most often; channelInactive tells the tunnel.
    channel.close();
  }

  private void relay(ByteBuf data) {
    frames.advance(data);
    send(data);
    if (frames.closeSeen()) {
      tunnel.endedBy(party);
    }
  }

  private void relayLastFrame(ByteBuf data) {
    int lastBytes = frames.advanceToBoundary(data);
    if (frames.atBoundary()) {
      send(data.readRetainedSlice(lastBytes));
      endWithClose();
      discard(data);
    } else {
      send(data);
    }
  }

  private void discard(ByteBuf data) {
    frames.advance(data);
    data.release();
    tunnel.settle();
  }

  private void endWithClose() {
    mute();
    if (!frames.closeSeen()) {
      tunnel.sendClose(across());
    }
  }

  private void send(ByteBuf data) {
    Channel to = across().channel;
    to.write(data, to.voidPromise());
  }

  private void followWritability() {
    channel.config().setAutoRead(relay == Relay.OVER || across().channel.isWritable());
  }

  private void shutDownOutput() {
    SslHandler tls = channel.pipeline().get(SslHandler.class);
    if (tls != null) {
      tls.closeOutbound();
    } else if (channel instanceof DuplexChannel duplex) {
      duplex.shutdownOutput();
    } else {
      channel.close();
    }
  }

  private TunnelSide across() {
    return tunnel.across(this);
  }
}
