package io.canaryrouter.store;

import java.util.HashSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the log when something stops working and when it works again, and in between each new
 * reason once: not a line for every attempt.
 *
 * <p>Thread safety: any thread.
 */
final class Trouble {
  private static final Logger LOG = LoggerFactory.getLogger(Trouble.class);

  /** Reasons may hold an address or a number; so many are told of one outage. */
  private static final int MOST_REASONS = 8;

  private final String where;
  private final String participle;
  private final Set<String> told = new HashSet<>();

  /**
   * No trouble yet.
   *
   * @param where what the store is, for people
   * @param participle what cannot be done meanwhile: {@code read}, {@code written}
   */
  Trouble(String where, String participle) {
    this.where = where;
    this.participle = participle;
  }

  synchronized void is(StoreException e) {
    if (told.size() < MOST_REASONS && told.add(String.valueOf(e.getMessage()))) {
      LOG.warn("{}", e.getMessage());
    }
  }

  synchronized void isOver() {
    if (!told.isEmpty()) {
      told.clear();
      LOG.info("The state in {} can be {} again", where, participle);
    }
  }
}
