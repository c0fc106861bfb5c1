package io.canaryrouter.testing;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Sets green's weight nearly ten times a second, from one to the next, until it is closed. */
public final class WeightChanger implements AutoCloseable {
  private static final int PAUSE_MILLIS = 100;

  private final CompletableFuture<Boolean> first = new CompletableFuture<>();
  private final CountDownLatch ending = new CountDownLatch(1);
  private final CompletableFuture<Void> changes;

  private WeightChanger(Operator operator, String[] weights) {
    changes = CompletableFuture.runAsync(() -> change(operator, weights));
  }

  /** Begins with the first weight. */
  public static WeightChanger start(Operator operator, String... weights) {
    return new WeightChanger(operator, weights);
  }

  /** Waits for the first change. */
  public void awaitFirst() {
    Patience.await(CompletableFuture.anyOf(first, changes), "the first change of the weight");
  }

  /** Ends it; fails when the router refused a change. */
  @Override
  public void close() {
    ending.countDown();
    Patience.await(changes, "the last change of the weight");
  }

  private void change(Operator operator, String[] weights) {
    try {
      for (int turn = 0; !ending.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS); turn++) {
        operator.setWeight(weights[turn % weights.length]);
        first.complete(true);
      }
    } catch (InterruptedException e) {
      throw Patience.interrupted("the next change of the weight", e);
    }
  }
}
