package io.canaryrouter.http;

import io.canaryrouter.split.Stack;
import io.netty.channel.EventLoop;

/**
 * An {@link EventStream} while its client is getting it.
 *
 * @param stack who tells the events; those of the admin server end with blue's: when the router
 *     leaves, and by no failover
 * @param epoch the epoch of the request's assignment
 * @param loop the event loop of both its connections
 * @param ending ends it as a stack would: the client connects again by itself
 */
record ServedEvents(Stack stack, long epoch, EventLoop loop, Runnable ending) implements LongLived {
  @Override
  public void end(CloseReason reason) {
    ending.run();
  }
}
