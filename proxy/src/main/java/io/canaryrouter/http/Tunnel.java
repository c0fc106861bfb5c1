package io.canaryrouter.http;

import io.canaryrouter.http.TunnelEnd.Party;
import io.canaryrouter.split.Stack;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A WebSocket between a client and the stack that answered 101: raw bytes both ways, each way under
 * the other peer's backpressure, each way ending by itself.
 *
 * <p>The router can end it too. It then waits in each direction for the next frame boundary, puts a
 * Close frame there, relays nothing more, and closes a peer's connection when that peer has
 * answered. The limits below keep a peer that stalls from holding it open.
 *
 * <p>Thread safety: confined to the one event loop of both connections.
 */
final class Tunnel implements LongLived {
  /** An end that has found no frame boundary after this long cuts the frame. */
  static final long BOUNDARY_MILLIS = 2_000;

  /** An end waits this long in all for the peers' own Close frames. */
  static final long ANSWER_MILLIS = 5_000;

  /** A peer outlives the other one's end by at most this long without sending anything. */
  static final long LINGER_MILLIS = 30_000;

  private final TunnelContext context;
  private final EventLoop loop;
  private final TunnelSide client;
  private final TunnelSide stack;
  private final long openedNanos;
  private long lastReadNanos;
  private long silenceMillis;
  private boolean lingering;
  private boolean over;
  private @Nullable Party endedBy;
  private @Nullable CloseReason reason;
  private @Nullable Future<?> timer;

  private Tunnel(Channel client, Channel stack, TunnelContext context) {
    this.context = context;
    this.loop = client.eventLoop();
    this.client = new TunnelSide(this, client, Party.CLIENT);
    this.stack = new TunnelSide(this, stack, Party.STACK);
    this.openedNanos = context.nanoClock().getAsLong();
    this.lastReadNanos = openedNanos;
    this.silenceMillis = context.idleMillis();
  }

  /**
   * Turns two connections into a tunnel; called on their event loop when the stack's valid 101 has
   * been written and flushed to the client. Every handler but TLS leaves both pipelines, and what
   * their codecs had read ahead is relayed.
   */
  static Tunnel open(Channel client, Channel stack, TunnelContext context) {
    Tunnel tunnel = new Tunnel(client, stack, context);
    context.tunnels().register(tunnel);
    tunnel.start();
    return tunnel;
  }

  @Override
  public Stack stack() {
    return context.stack();
  }

  @Override
  public long epoch() {
    return context.epoch();
  }

  @Override
  public EventLoop loop() {
    return loop;
  }

  @Override
  public void end(CloseReason why) {
    if (over || reason != null) {
      return;
    }
    reason = why;
    endedBy(Party.ROUTER);
    client.endAtBoundary();
    stack.endAtBoundary();
    setTimer(this::requireBoundaries, BOUNDARY_MILLIS);
    settle();
  }

  /** The other side of one of the two. */
  TunnelSide across(TunnelSide side) {
    return side == client ? stack : client;
  }

  /** A peer has sent something. */
  void touch() {
    lastReadNanos = context.nanoClock().getAsLong();
  }

  /** Somebody has begun to end it; the first one counts. */
  void endedBy(Party party) {
    if (endedBy == null) {
      endedBy = party;
    }
  }

  /** Sends a peer the Close frame of the end under way. */
  void sendClose(TunnelSide to) {
    if (reason != null) {
      to.sendClose(reason);
    }
  }

  /** A peer has ended its output; it may still listen. */
  void inputEnded(TunnelSide side) {
    endedBy(side.party());
    if (!side.isMuted()) {
      side.mute();
      across(side).endOutput();
    }
    linger();
    settle();
  }

  /** A peer's connection is closed, in whatever way. */
  void closed(TunnelSide side) {
    endedBy(side.party());
    TunnelSide other = across(side);
    boolean awaitsAnswer = reason != null && side.isMuted();
    side.mute();
    other.mute();
    if (!other.isConnected()) {
      finish();
    } else if (awaitsAnswer) {
      settle();
    } else {
      other.closeGently();
      linger();
    }
  }

  /** Closes each peer's connection in which neither direction has anything left to say. */
  void settle() {
    if (stack.isMuted() && client.isSilent()) {
      client.closeGently();
    }
    if (client.isMuted() && stack.isSilent()) {
      stack.closeGently();
    }
  }

  private void start() {
    client.takeOver();
    stack.takeOver();
    client.start();
    stack.start();
    watchSilence();
    if (!client.isConnected()) {
      closed(client);
    } else if (!stack.isConnected()) {
      closed(stack);
    } else {
      client.noticeEndedInput();
    }
  }

  private void linger() {
    if (!lingering && reason == null) {
      lingering = true;
      silenceMillis = silenceMillis == 0 ? LINGER_MILLIS : Math.min(silenceMillis, LINGER_MILLIS);
      touch();
      watchSilence();
    }
  }

  private void watchSilence() {
    if (silenceMillis > 0) {
      setTimer(this::checkSilence, silenceMillis);
    }
  }

  private void checkSilence() {
    long silentNanos = context.nanoClock().getAsLong() - lastReadNanos;
    long leftMillis = silenceMillis - TimeUnit.NANOSECONDS.toMillis(silentNanos);
    if (leftMillis > 0) {
      setTimer(this::checkSilence, leftMillis);
    } else if (lingering) {
      closeHard();
    } else {
      end(CloseReason.IDLE);
    }
  }

  private void requireBoundaries() {
    if (client.isMuted() && stack.isMuted()) {
      setTimer(this::closeHard, ANSWER_MILLIS - BOUNDARY_MILLIS);
    } else {
      closeHard();
    }
  }

  private void closeHard() {
    client.closeHard();
    stack.closeHard();
  }

  private void setTimer(Runnable task, long delayMillis) {
    cancelTimer();
    timer = loop.schedule(task, delayMillis, TimeUnit.MILLISECONDS);
  }

  private void cancelTimer() {
    if (timer != null) {
      timer.cancel(false);
    }
  }

  private void finish() {
    if (over) {
      return;
    }
    over = true;
    cancelTimer();
    context.tunnels().deregister(this);
    context.onEnd().accept(report());
  }

  private TunnelEnd report() {
    long durationNanos = context.nanoClock().getAsLong() - openedNanos;
    Party by = endedBy == null ? Party.ROUTER : endedBy;
    return new TunnelEnd(
        client.bytes(), stack.bytes(), durationNanos, by, by == Party.ROUTER ? reason : null);
  }
}
