package io.canaryrouter.rollout;

import io.canaryrouter.split.SplitTable.Latch;
import io.canaryrouter.split.Weight;
import org.jspecify.annotations.Nullable;

/**
 * What was done without waiting for the store, and is still to be written: only ever towards blue.
 *
 * @param isAnything whether there is something to write at all
 * @param latch a failover, or null
 * @param most a smaller weight, or null
 */
record Unsaved(boolean isAnything, @Nullable Latch latch, @Nullable Weight most) {
  static final Unsaved NOTHING = new Unsaved(false, null, null);

  /** The store has lost what it had. */
  static final Unsaved EVERYTHING = new Unsaved(true, null, null);

  Unsaved and(Latch failover) {
    return new Unsaved(true, failover, most);
  }

  Unsaved and(Weight smaller) {
    return new Unsaved(true, latch, smaller);
  }

  /** Whether it can be done again to another state. */
  boolean isIntent() {
    return latch != null || most != null;
  }

  /** The same done to what another router has written in the meantime. */
  State onto(State other) {
    State next = other;
    if (most != null && most.compareTo(next.green()) < 0) {
      next = next.withGreen(most);
    }
    if (latch != null && next.latch() == null) {
      next = next.latched(latch);
    }
    return next;
  }
}
