package io.canaryrouter.testing;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

/**
 * How long a test waits for something that must happen before it fails.
 *
 * <p>Generous, because it is only ever spent by a test that fails: no test measures time with it.
 */
public final class Patience {
  /** Seconds until a wait fails. */
  public static final int SECONDS = 30;

  /** Between two looks at another process. */
  private static final int PAUSE_MILLIS = 10;

  private Patience() {}

  /** The future's value; a failure that names {@code what} when it does not come. */
  public static <T> T await(CompletableFuture<T> future, String what) {
    try {
      return future.get(SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new AssertionError("waited " + SECONDS + " s for " + what, e);
    } catch (ExecutionException e) {
      throw new AssertionError("failed while waiting for " + what, e.getCause());
    } catch (InterruptedException e) {
      throw interrupted(what, e);
    }
  }

  /** The queue's next element; a failure that names {@code what} when none comes. */
  public static <T> T take(BlockingQueue<T> queue, String what) {
    try {
      T next = queue.poll(SECONDS, TimeUnit.SECONDS);
      if (next == null) {
        throw new AssertionError("waited " + SECONDS + " s for " + what);
      }
      return next;
    } catch (InterruptedException e) {
      throw interrupted(what, e);
    }
  }

  /**
   * Waits until the condition holds; a failure that names {@code what} when it never does. For what
   * another process does, which cannot tell when it is done.
   */
  public static void until(BooleanSupplier condition, String what) {
    CountDownLatch abandoned = new CountDownLatch(1);
    try {
      await(CompletableFuture.runAsync(() -> ask(condition, abandoned, what)), what);
    } finally {
      abandoned.countDown();
    }
  }

  private static void ask(BooleanSupplier condition, CountDownLatch abandoned, String what) {
    try {
      while (!condition.getAsBoolean() && !abandoned.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS)) {
        // Asked again after the pause.
      }
    } catch (InterruptedException e) {
      throw interrupted(what, e);
    }
  }

  static AssertionError interrupted(String what, InterruptedException cause) {
    Thread.currentThread().interrupt();
    return new AssertionError("interrupted while waiting for " + what, cause);
  }
}
