package io.canaryrouter.http;

import io.canaryrouter.split.Stack;
import java.lang.invoke.VarHandle;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.LongUnaryOperator;

/**
 * All long-lived connections by stack, so that a failover or a drain can end them.
 *
 * <p>A request that was assigned before a failover may get its 101 after it, and would stay on the
 * stack that was just taken out of service. Therefore an end is not only a visit to all that are
 * registered: it also leaves a notice, "everything assigned before this epoch ends", and a
 * registration of an older epoch is ended like the others. After a failback the epoch is a newer
 * one, so the notice need not be withdrawn.
 *
 * <p>Thread safety: any thread may call anything; only an order to end locks. {@link #register}
 * adds and then reads the notice, {@link #end} writes the notice and then visits, so at least one
 * of them sees the other; both is harmless, as {@link LongLived#end} has an effect only once.
 */
final class Tunnels {
  private final Map<Stack, OnStack> byStack = new EnumMap<>(Stack.class);
  private final LongUnaryOperator random;

  /**
   * An empty registry.
   *
   * @param random gives a number from 0 to below its argument; called from many threads
   */
  Tunnels(LongUnaryOperator random) {
    this.random = random;
    for (Stack stack : Stack.values()) {
      byStack.put(stack, new OnStack());
    }
  }

  /** Adds one that begins to live; one that was assigned too long ago is ended at once. */
  void register(LongLived one) {
    OnStack peers = on(one.stack());
    peers.living.add(one);
    Notice notice = peers.notice;
    if (one.epoch() < notice.beforeEpoch) {
      endWithin(one, notice);
    }
  }

  /** Removes one that has ended; without effect when it is not registered. */
  void deregister(LongLived one) {
    on(one.stack()).living.remove(one);
  }

  /** How many live on a stack. */
  int count(Stack stack) {
    return on(stack).living.size();
  }

  /**
   * Ends all that were assigned to a stack before an epoch, each at a random moment within the
   * spread, so that their clients do not all come back at once; those registered later included.
   *
   * @param beforeEpoch after a failover its own epoch; to drain, {@link Long#MAX_VALUE}
   */
  void end(Stack stack, long beforeEpoch, CloseReason reason, long spreadMillis) {
    OnStack peers = on(stack);
    Notice notice = new Notice(beforeEpoch, reason, spreadMillis);
    peers.post(notice);
    // The set reads with less than volatile force; without this its visit could overtake the write.
    VarHandle.fullFence();
    for (LongLived one : peers.living) {
      if (one.epoch() < beforeEpoch) {
        endWithin(one, notice);
      }
    }
  }

  private void endWithin(LongLived one, Notice notice) {
    long delayMillis = random.applyAsLong(notice.spreadMillis + 1);
    try {
      one.loop().schedule(() -> one.end(notice.reason), delayMillis, TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      // A loop that takes no tasks has closed its connections.
      deregister(one);
    }
  }

  private OnStack on(Stack stack) {
    return Objects.requireNonNull(byStack.get(stack));
  }

  /** What lives on one stack, and what newcomers have to know. */
  private static final class OnStack {
    final Set<LongLived> living = ConcurrentHashMap.newKeySet();
    volatile Notice notice = Notice.NONE;

    synchronized void post(Notice next) {
      if (next.beforeEpoch >= notice.beforeEpoch) {
        notice = next;
      }
    }
  }

  /** The order to end that reaches furthest: a drain stands above a failover. */
  private record Notice(long beforeEpoch, CloseReason reason, long spreadMillis) {
    static final Notice NONE = new Notice(Long.MIN_VALUE, CloseReason.GOING_AWAY, 0);
  }
}
