package io.canaryrouter.rollout;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;

/**
 * What the router's own parts have to tell the control thread; unlike a command, none of it may be
 * refused.
 *
 * <p>Thread safety: any thread may execute, the control thread drains. Memory: bounded by the
 * senders, each of which waits for the answer to one question at a time.
 */
public final class Inbox implements Executor {
  private final Queue<Runnable> news = new ConcurrentLinkedQueue<>();

  @Override
  public void execute(Runnable item) {
    news.add(item);
  }

  /** Runs what has arrived; called by the control thread. */
  void drain() {
    for (Runnable item = news.poll(); item != null; item = news.poll()) {
      item.run();
    }
  }
}
