package io.canaryrouter.identity;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys of a JWK Set, fetched anew from time to time. While it cannot be had, the last one stays
 * in force.
 *
 * <p>Thread safety: {@link #keys}, {@link #wanted} and {@link #status} from any thread, none of
 * which waits; {@link #turn} by one thread, which may.
 */
final class JwksKeys implements KeySource {
  private static final Logger LOG = LoggerFactory.getLogger(JwksKeys.class);

  private final String address;
  private final JwksFetch fetch;
  private final Set<JwsAlgorithm> algorithms;
  private final RefreshPlan plan;
  private final LongSupplier nanoClock;
  private final CountDownLatch firstTry = new CountDownLatch(1);

  private volatile KeySet keys = new KeySet(0, List.of());
  private volatile boolean isWanted;
  private volatile @Nullable String trouble;
  private volatile long fetchedNanos;

  /** The address is for people only. */
  JwksKeys(
      String address,
      JwksFetch fetch,
      Set<JwsAlgorithm> algorithms,
      RefreshPlan plan,
      LongSupplier nanoClock) {
    this.address = address;
    this.fetch = fetch;
    this.algorithms = algorithms;
    this.plan = plan;
    this.nanoClock = nanoClock;
    this.fetchedNanos = nanoClock.getAsLong();
  }

  @Override
  public KeySet keys() {
    return keys;
  }

  @Override
  public void wanted() {
    isWanted = true;
  }

  /** Fetches the set if it is time to. */
  void turn() throws InterruptedException {
    if (plan.isDue(nanoClock.getAsLong(), isWanted)) {
      // A token that misses its key while the set is on its way asks once more.
      isWanted = false;
      refresh();
      firstTry.countDown();
    }
  }

  private void refresh() throws InterruptedException {
    try {
      take(JwkSetReader.read(fetch.fetch(), algorithms));
      plan.fetched(nanoClock.getAsLong());
    } catch (IOException | RuntimeException e) {
      fail(String.valueOf(e.getMessage()));
      plan.failed(nanoClock.getAsLong());
    }
  }

  private void take(List<VerificationKey> fetched) {
    fetchedNanos = nanoClock.getAsLong();
    if (!fetched.equals(keys.keys())) {
      // An equal set stays the old one, and what was verified with it stays verified.
      keys = new KeySet(keys.generation() + 1, fetched);
      LOG.info("{} keys from {} verify tokens now", fetched.size(), address);
    } else if (trouble != null) {
      LOG.info("{} can be had again; its keys are the same", address);
    }
    trouble = null;
  }

  private void fail(String reason) {
    if (!reason.equals(trouble)) {
      LOG.warn("no keys from {}: {}; {} keys stay in force", address, reason, keys.keys().size());
    }
    trouble = reason;
  }

  /** Waits for the end of the first try, good or not, or until the time is over. */
  void awaitFirstTry(long millis) throws InterruptedException {
    if (!firstTry.await(millis, TimeUnit.MILLISECONDS)) {
      LOG.warn("{} has not answered yet; tokens cannot be verified until it does", address);
    }
  }

  JwksStatus status() {
    long seconds = TimeUnit.NANOSECONDS.toSeconds(nanoClock.getAsLong() - fetchedNanos);
    return new JwksStatus(keys.keys().size(), keys.generation() == 0 ? null : seconds, trouble);
  }
}
