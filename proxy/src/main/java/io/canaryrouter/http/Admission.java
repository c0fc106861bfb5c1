package io.canaryrouter.http;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * How many requests may be with a stack at once, and the short queue of those that wait.
 *
 * <p>Shared by all event loops, without a lock: a slot that becomes free is handed to the longest
 * waiting request directly, so that nobody overtakes the queue.
 */
final class Admission {

  /** A request that waits for a slot. Both methods may be called from any thread. */
  interface Waiter {
    /** A slot is now the waiter's: it must be given back with {@link #release()}. */
    void admitted();

    /** The stack has been left by everyone; the waiter has no slot and goes elsewhere. */
    void turnedAway();
  }

  private final int limit;
  private final int queueSize;
  private final AtomicInteger inFlight = new AtomicInteger();
  private final AtomicInteger waiting = new AtomicInteger();
  private final AtomicInteger departures = new AtomicInteger();
  private final Queue<Waiter> queue;

  /**
   * Sets the bounds.
   *
   * @param limit most requests at once; 0 is no limit
   * @param queueSize most requests that wait
   */
  Admission(int limit, int queueSize) {
    this(limit, queueSize, new ConcurrentLinkedQueue<>());
  }

  /** As above, with a queue of the caller's. */
  Admission(int limit, int queueSize, Queue<Waiter> queue) {
    this.limit = limit;
    this.queueSize = queueSize;
    this.queue = queue;
  }

  /** Takes a slot if one is free and nobody waits for it. */
  boolean tryEnter() {
    return limit == 0 || (waiting.get() == 0 && tryTakeSlot());
  }

  /** Joins the queue, or answers false when it is full. */
  boolean await(Waiter waiter) {
    int departuresBefore = departures.get();
    if (waiting.incrementAndGet() > queueSize) {
      waiting.decrementAndGet();
      return false;
    }
    queue.add(waiter);
    // A slot may have become free between the attempt to enter and the joining.
    handOver();
    if (departures.get() != departuresBefore) {
      // Everybody was sent elsewhere while this one was joining, and may not have been seen.
      turnAway();
    }
    return true;
  }

  /** Leaves the queue; false when a slot or a refusal is already on its way. */
  boolean leave(Waiter waiter) {
    boolean left = queue.remove(waiter);
    if (left) {
      waiting.decrementAndGet();
    }
    return left;
  }

  /** Gives a slot back. */
  void release() {
    if (limit > 0) {
      inFlight.decrementAndGet();
      handOver();
    }
  }

  /** Sends everybody who waits elsewhere. */
  void turnAway() {
    departures.incrementAndGet();
    for (Waiter waiter = queue.poll(); waiter != null; waiter = queue.poll()) {
      waiting.decrementAndGet();
      waiter.turnedAway();
    }
  }

  private void handOver() {
    while (!queue.isEmpty() && tryTakeSlot()) {
      Waiter waiter = queue.poll();
      if (waiter == null) {
        inFlight.decrementAndGet();
      } else {
        waiting.decrementAndGet();
        waiter.admitted();
      }
    }
  }

  private boolean tryTakeSlot() {
    int now = inFlight.get();
    while (now < limit) {
      if (inFlight.compareAndSet(now, now + 1)) {
        return true;
      }
      now = inFlight.get();
    }
    return false;
  }
}
