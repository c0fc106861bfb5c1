package io.canaryrouter.http;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;

/**
 * Whether a peer takes what is being sent to it.
 *
 * <p>Confined to the channel's event loop.
 */
final class OutputWatch {
  private final Channel channel;
  private long pendingBytes;
  private long progressNanos;

  OutputWatch(Channel channel, long nowNanos) {
    this.channel = channel;
    this.progressNanos = nowNanos;
  }

  /** Whether the system has taken all that was to be sent. */
  boolean isEmpty() {
    return pending() == 0;
  }

  /** How long something has been waiting and none of it was taken, as far as these calls tell. */
  long stalledNanos(long nowNanos) {
    long pending = pending();
    if (pending == 0 || pending != pendingBytes) {
      pendingBytes = pending;
      progressNanos = nowNanos;
    }
    return nowNanos - progressNanos;
  }

  private long pending() {
    ChannelOutboundBuffer output = channel.unsafe().outboundBuffer();
    // A large buffer counts as pending until its last byte is gone; its progress is known apart.
    return output == null ? 0 : output.totalPendingWriteBytes() - output.currentProgress();
  }
}
