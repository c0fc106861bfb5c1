package io.canaryrouter.http;

import io.canaryrouter.measure.Recorder;
import io.canaryrouter.split.Stack;
import io.netty.channel.EventLoop;
import java.util.Collections;
import java.util.EnumMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One event loop and everything that is confined to it: both sides of a request live on the same
 * loop, so that none of this needs a lock.
 */
final class EdgeLoop {
  private final EventLoop eventLoop;
  private final Edge edge;
  private final Recorder recorder;
  private final LongSupplier nanoClock;
  private final Transport transport;
  private final RetryBudget retryBudget;
  private final Sweeper sweeper = new Sweeper();
  private @Nullable UpstreamPool adminPool;
  private final Map<Stack, UpstreamPool> pools = new EnumMap<>(Stack.class);
  private final Set<FrontConnection> clients = Collections.newSetFromMap(new IdentityHashMap<>());
  private final Complaints badAnswers = new Complaints();
  private final Complaints ownErrors = new Complaints();
  private long lastCalledNanos;

  EdgeLoop(
      EventLoop eventLoop,
      Edge edge,
      Recorder recorder,
      LongSupplier nanoClock,
      Transport transport) {
    this.eventLoop = eventLoop;
    this.edge = edge;
    this.recorder = recorder;
    this.nanoClock = nanoClock;
    this.transport = transport;
    this.retryBudget = new RetryBudget(nanoClock.getAsLong());
    this.lastCalledNanos = nanoClock.getAsLong();
  }

  /** Begins to look at deadlines. */
  void start() {
    eventLoop.scheduleAtFixedRate(
        () -> sweeper.sweep(now()),
        Sweeper.PERIOD_MILLIS,
        Sweeper.PERIOD_MILLIS,
        TimeUnit.MILLISECONDS);
  }

  long now() {
    return nanoClock.getAsLong();
  }

  EventLoop eventLoop() {
    return eventLoop;
  }

  Edge edge() {
    return edge;
  }

  Recorder recorder() {
    return recorder;
  }

  Transport transport() {
    return transport;
  }

  RetryBudget retryBudget() {
    return retryBudget;
  }

  Sweeper sweeper() {
    return sweeper;
  }

  /** Lines about answers that cannot be passed on. */
  Complaints badAnswers() {
    return badAnswers;
  }

  /** Lines about errors of the router. */
  Complaints ownErrors() {
    return ownErrors;
  }

  void joined(FrontConnection client) {
    clients.add(client);
    sweeper.watch(client);
  }

  void left(FrontConnection client) {
    clients.remove(client);
    sweeper.forget(client);
  }

  /** A client asks for something that a stack must answer. */
  void called() {
    lastCalledNanos = now();
  }

  /** When the latest client did, or the loop began. */
  long lastCalledNanos() {
    return lastCalledNanos;
  }

  /** Closes the clients' connections that have been idle for a while; answers how many are left. */
  int closeQuiet(long minIdleNanos) {
    long now = now();
    for (FrontConnection client : List.copyOf(clients)) {
      client.closeIfQuiet(now, minIdleNanos);
    }
    return clients.size();
  }

  /** The connections to a stack, or to the admin server. */
  UpstreamPool pool(Upstream upstream) {
    Stack stack = upstream.stack();
    if (stack != null) {
      return pool(stack, upstream);
    }
    UpstreamPool known = adminPool;
    if (known == null) {
      known = new UpstreamPool(this, upstream);
      adminPool = known;
    }
    return known;
  }

  /**
   * A new pool when a reload has replaced the stack. A request from before the reload gets
   * connections that nobody uses again.
   */
  private UpstreamPool pool(Stack stack, Upstream upstream) {
    UpstreamPool known = pools.get(stack);
    if (known != null && known.upstream().equals(upstream)) {
      return known;
    }
    UpstreamPool pool = new UpstreamPool(this, upstream);
    if (!edge.backend(stack).equals(upstream)) {
      pool.retire();
      return pool;
    }
    if (known != null) {
      known.retire();
    }
    pools.put(stack, pool);
    return pool;
  }
}
