package io.canaryrouter.testing;

import io.canaryrouter.testing.ApacheBench.Tally;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Requests of one signed-in user without a pause, by Apache's ab, round after round until somebody
 * has seen enough.
 */
public final class SteadyLoad implements AutoCloseable {
  private static final int ROUND = 2_000;
  private static final int CONNECTIONS = 10;

  private final String url;
  private final CompletableFuture<List<Tally>> tallies;
  private volatile boolean isEnough;

  private SteadyLoad(String url) {
    this.url = url;
    tallies = CompletableFuture.supplyAsync(this::rounds, SteadyLoad::onThreadOfItsOwn);
  }

  /** On two processors the common pool has one thread, which {@link Patience} needs as well. */
  private static void onThreadOfItsOwn(Runnable rounds) {
    Thread thread = new Thread(rounds, "steady-load");
    thread.setDaemon(true);
    thread.start();
  }

  /** Begins at once. */
  public static SteadyLoad on(String url) {
    return new SteadyLoad(url);
  }

  /** Waits for the end of the last round; fails unless each request of each was answered well. */
  public void requirePerfect() {
    isEnough = true;
    for (Tally tally : Patience.await(tallies, "the load to end")) {
      if (!tally.equals(Tally.perfect(ROUND, ApacheBench.CLOSING))) {
        throw new AssertionError("somebody noticed: " + tally);
      }
    }
  }

  private List<Tally> rounds() {
    List<Tally> ended = new ArrayList<>();
    do {
      ended.add(ApacheBench.run(url, ROUND, CONNECTIONS, ApacheBench.CLOSING));
    } while (!isEnough);
    return ended;
  }

  @Override
  public void close() {
    isEnough = true;
    tallies.join();
  }
}
