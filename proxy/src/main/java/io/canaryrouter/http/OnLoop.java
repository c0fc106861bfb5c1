package io.canaryrouter.http;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.GenericFutureListener;
import java.util.function.Consumer;

/**
 * A listener that is told on its event loop, whichever thread completes the future.
 *
 * <p>A connection for which the process has no descriptor left fails on a thread of Netty's own,
 * and must not touch there what is confined to a loop.
 */
record OnLoop(EventLoop loop, Consumer<Future<?>> then)
    implements GenericFutureListener<Future<Object>> {
  @Override
  public void operationComplete(Future<Object> future) {
    if (loop.inEventLoop()) {
      then.accept(future);
    } else {
      loop.execute(() -> then.accept(future));
    }
  }
}
