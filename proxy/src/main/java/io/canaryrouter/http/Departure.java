package io.canaryrouter.http;

import io.canaryrouter.split.Stack;
import io.netty.channel.Channel;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * How the router leaves without losing a request.
 *
 * <p>New connections are still answered while the platform moves its traffic away; every answer
 * says {@code Connection: close}; tunnels are told to connect again elsewhere. When nobody is left
 * and nobody has asked for a while the port is closed, and whoever came in the last moment is
 * answered too; when the time is up, it ends as it is.
 *
 * <p>Runs on one event loop and asks the others.
 */
final class Departure {
  private static final long ROUND_MILLIS = 100;

  /** A keep-alive connection that has been quiet for this long is not about to send a request. */
  private static final long QUIET_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** Time kept back at the end for closing what is still open. */
  private static final long RESERVE_MILLIS = 1_000;

  private final Edge edge;
  private final List<EdgeLoop> loops;
  private final Channel listener;
  private final ShutdownSettings settings;
  private final EventExecutor executor;
  private final CompletableFuture<Void> gone = new CompletableFuture<>();
  private @Nullable ScheduledFuture<?> rounds;
  private long beganNanos;

  Departure(Edge edge, List<EdgeLoop> loops, Channel listener, ShutdownSettings settings) {
    this.edge = edge;
    this.loops = loops;
    this.listener = listener;
    this.settings = settings;
    this.executor = loops.get(0).eventLoop();
  }

  /** Begins; the future completes when the last client is gone or the time is up. */
  CompletableFuture<Void> begin() {
    beganNanos = loops.get(0).now();
    edge.drain();
    long spreadMillis = Math.min(5_000, settings.delayMillis() / 3);
    for (Stack stack : Stack.values()) {
      edge.tunnels().end(stack, Long.MAX_VALUE, CloseReason.GOING_AWAY, spreadMillis);
    }
    rounds =
        executor.scheduleAtFixedRate(
            this::round, ROUND_MILLIS, ROUND_MILLIS, TimeUnit.MILLISECONDS);
    return gone;
  }

  private void round() {
    long elapsedMillis = TimeUnit.NANOSECONDS.toMillis(loops.get(0).now() - beganNanos);
    if (elapsedMillis >= settings.delayMillis() - RESERVE_MILLIS) {
      end();
    } else if (elapsedMillis >= settings.lingerMillis()) {
      countClients();
    }
  }

  private void countClients() {
    long now = loops.get(0).now();
    AtomicInteger unanswered = new AtomicInteger(loops.size());
    AtomicBoolean anybody = new AtomicBoolean();
    for (EdgeLoop loop : loops) {
      loop.eventLoop()
          .execute(() -> {
            if (loop.closeQuiet(QUIET_NANOS) > 0 || isStillCalled(loop, now)) {
              anybody.set(true);
            }
            if (unanswered.decrementAndGet() == 0 && !anybody.get() && tunnels() == 0) {
              executor.execute(this::nobodyIsLeft);
            }
          });
    }
  }

  /** Whether clients still come, so that the platform has not moved its traffic yet. */
  private boolean isStillCalled(EdgeLoop loop, long nowNanos) {
    long quietNanos = nowNanos - loop.lastCalledNanos();
    return listener.isOpen() && !Timed.isPast(quietNanos, settings.lingerMillis());
  }

  private int tunnels() {
    return edge.tunnels().count(Stack.BLUE) + edge.tunnels().count(Stack.GREEN);
  }

  private void nobodyIsLeft() {
    if (listener.isOpen()) {
      listener.close();
    } else {
      end();
    }
  }

  private void end() {
    ScheduledFuture<?> ending = rounds;
    rounds = null;
    if (ending != null) {
      ending.cancel(false);
      listener.close().addListener(closed -> gone.complete(null));
    }
  }
}
