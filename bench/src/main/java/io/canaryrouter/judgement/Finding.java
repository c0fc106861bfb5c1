package io.canaryrouter.judgement;

/**
 * What one rule made of one rollout. Immutable.
 *
 * @param trippedAfter seconds from the onset to its trip, below 0 when it tripped before, and
 *     {@link #NEVER}
 * @param warnedAfter seconds from the onset to its first warning or trip since then, or {@link
 *     #NEVER}
 * @param hasWarnedEarly whether there was a warning or a trip before the onset
 * @param failed green's requests that were not served, from the onset to the trip, or to the end
 * @param sentence why it tripped; empty when it did not or does not say
 */
record Finding(
    double trippedAfter, double warnedAfter, boolean hasWarnedEarly, long failed, String sentence) {
  static final double NEVER = Double.POSITIVE_INFINITY;

  boolean hasTripped() {
    return trippedAfter != NEVER;
  }

  /** Or {@link #NEVER}, when nobody ended them. */
  double failedUntilTrip() {
    return hasTripped() ? failed : NEVER;
  }

  boolean isPremature() {
    return trippedAfter < 0;
  }

  boolean hasWarned() {
    return hasWarnedEarly || warnedAfter != NEVER;
  }
}
