package io.canaryrouter.admin;

import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * Cuts off clients that do not take what is written to them. The thread that writes is interrupted,
 * which closes the connection it writes to, and goes on to the next client.
 *
 * <p>Thread-safe. It looks when {@link #look} is called, which never waits.
 */
final class StallWatch {
  static final Duration LIMIT = Duration.ofSeconds(10);

  private final LongSupplier nanoClock;
  private final Set<Writing> writings = ConcurrentHashMap.newKeySet();

  /** What writes to a client. */
  @FunctionalInterface
  interface Write {
    void run() throws IOException;
  }

  /** One piece that is being written, by the thread that began it. */
  private final class Writing {
    private final Thread writer = Thread.currentThread();
    private final long begunNanos = nanoClock.getAsLong();
    private boolean isOver;

    synchronized void cutIfStalled(long now) {
      if (!isOver && now - begunNanos >= LIMIT.toNanos()) {
        writer.interrupt();
      }
    }

    /** The interrupt was for this piece alone. */
    synchronized void end() {
      isOver = true;
      writings.remove(this);
      Thread.interrupted();
    }
  }

  StallWatch(LongSupplier nanoClock) {
    this.nanoClock = nanoClock;
  }

  /** Writes on the calling thread, for no longer than {@link #LIMIT}. */
  void during(Write write) throws IOException {
    Writing writing = new Writing();
    writings.add(writing);
    try {
      write.run();
    } finally {
      writing.end();
    }
  }

  void look() {
    long now = nanoClock.getAsLong();
    writings.forEach(writing -> writing.cutIfStalled(now));
  }
}
