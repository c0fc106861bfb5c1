package io.canaryrouter.http;

import io.canaryrouter.split.Stack;
import io.netty.channel.EventLoop;

/**
 * A connection to a stack that does not end by itself: a {@link Tunnel}, or {@link ServedEvents}.
 * It keeps its stack for life, so a failover has to end it.
 */
interface LongLived {
  /** The stack at its other end. */
  Stack stack();

  /** The epoch of the assignment that it began with. */
  long epoch();

  /** The event loop that owns it. */
  EventLoop loop();

  /** Ends it in an orderly way; called on its loop, and without effect once it is ending. */
  void end(CloseReason reason);
}
