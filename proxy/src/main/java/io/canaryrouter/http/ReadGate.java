package io.canaryrouter.http;

import io.netty.channel.Channel;
import io.netty.channel.socket.DuplexChannel;
import java.util.EnumSet;
import java.util.Set;

/**
 * Whether a channel is read: only while nobody has a reason against it.
 *
 * <p>Confined to the channel's event loop.
 */
final class ReadGate {
  /** Reasons to stop reading. */
  enum Reason {
    /** The next request has arrived before the current one is answered. */
    PIPELINE,
    /** The other side does not take what was read. */
    BACKPRESSURE
  }

  private final Channel channel;
  private final Set<Reason> reasons = EnumSet.noneOf(Reason.class);

  ReadGate(Channel channel) {
    this.channel = channel;
  }

  void stop(Reason reason) {
    if (reasons.add(reason)) {
      channel.config().setAutoRead(false);
    }
  }

  void allow(Reason reason) {
    if (reasons.remove(reason) && reasons.isEmpty() && !hasEnded()) {
      channel.config().setAutoRead(true);
    }
  }

  /** Whether nothing more can come; epoll fails a channel that is asked to read all the same. */
  private boolean hasEnded() {
    return channel instanceof DuplexChannel duplex && duplex.isInputShutdown();
  }

  boolean isOpen() {
    return reasons.isEmpty();
  }
}
