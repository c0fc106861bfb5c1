package io.canaryrouter.http;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The deadlines of one event loop, checked together.
 *
 * <p>A timer per request would cost more than the request's own bookkeeping; a deadline here is one
 * field that its owner writes, and a look at every open connection four times a second. A timeout
 * therefore comes up to {@value #PERIOD_MILLIS} ms late.
 *
 * <p>Confined to its event loop.
 */
final class Sweeper {
  /** Time between two sweeps. */
  static final long PERIOD_MILLIS = 250;

  private static final Logger LOG = LoggerFactory.getLogger(Sweeper.class);

  private final Set<Timed> watched = Collections.newSetFromMap(new IdentityHashMap<>());

  void watch(Timed timed) {
    watched.add(timed);
  }

  void forget(Timed timed) {
    watched.remove(timed);
  }

  void sweep(long nowNanos) {
    // A copy: whoever is checked may close, and so forget, itself and others.
    for (Timed timed : watched.toArray(new Timed[0])) {
      if (watched.contains(timed)) {
        check(timed, nowNanos);
      }
    }
  }

  /** An error in one check must not end the sweeping, and with it every deadline of the loop. */
  private static void check(Timed timed, long nowNanos) {
    try {
      timed.check(nowNanos);
    } catch (RuntimeException e) {
      LOG.error("A deadline could not be checked", e);
    }
  }

  int size() {
    return watched.size();
  }
}
