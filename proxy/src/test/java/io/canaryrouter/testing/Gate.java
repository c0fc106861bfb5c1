package io.canaryrouter.testing;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;

/**
 * A place where a scripted stack stops until the test lets it go on; what tests have instead of a
 * delay.
 *
 * <p>Thread safety: any thread.
 */
public final class Gate {
  private static final int EVERYTHING = 1 << 24;

  private final Semaphore permits = new Semaphore(0);
  private final CompletableFuture<Boolean> arrival = new CompletableFuture<>();

  /** Lets everything through, now and later. */
  public void open() {
    permits.release(EVERYTHING);
  }

  /** Lets the next {@code count} arrivals through. */
  public void pass(int count) {
    permits.release(count);
  }

  /** Waits until the stack stands at the gate for the first time. */
  public void awaitArrival() {
    Patience.await(arrival, "the stack to reach the gate");
  }

  void await() throws IOException {
    arrival.complete(true);
    try {
      permits.acquire();
    } catch (InterruptedException e) {
      throw (IOException) new InterruptedIOException("the stack was closed at a gate").initCause(e);
    }
  }
}
