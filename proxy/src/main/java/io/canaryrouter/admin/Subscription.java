package io.canaryrouter.admin;

import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * What waits for one subscriber. Whoever falls {@value #MOST_WAITING} events behind is given up.
 *
 * <p>Thread safety: one thread at a time offers or ends, one takes.
 */
final class Subscription {
  static final int MOST_WAITING = 64;
  private static final long PING_SECONDS = 10;

  private final List<Event> first;
  private final BlockingQueue<Event> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
  private volatile boolean isOver;

  /** A subscription that begins with these events. */
  Subscription(List<Event> first) {
    this.first = first;
  }

  List<Event> first() {
    return first;
  }

  /** Never waits; false when the subscriber is too far behind, which ends the subscription. */
  boolean offer(Event event) {
    boolean isTaken = waiting.offer(event);
    if (!isTaken) {
      end();
    }
    return isTaken;
  }

  /** The next event, or a ping when there has been none for a while. */
  Event next() throws InterruptedException {
    Event event = waiting.poll(PING_SECONDS, TimeUnit.SECONDS);
    return event == null ? Event.PING : event;
  }

  /** Ends it, and wakes whoever waits for the next event. */
  void end() {
    isOver = true;
    waiting.clear();
    waiting.add(Event.PING);
  }

  boolean isOver() {
    return isOver;
  }
}
