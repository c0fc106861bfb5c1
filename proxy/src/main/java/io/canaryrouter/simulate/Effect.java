package io.canaryrouter.simulate;

/**
 * What an incident does to the requests of one stack. Immutable.
 *
 * @param errors share of its requests that fail
 * @param lastRouteErrors share that fail of its rarest route
 * @param breaksCohort whether all requests of one user in twenty fail
 * @param slower the logarithm of how many times slower it is
 * @param tail share of its requests that are {@value #TAIL_FACTOR} times slower
 * @param stops share of its requests after which a user goes away
 */
record Effect(
    double errors,
    double lastRouteErrors,
    boolean breaksCohort,
    double slower,
    double tail,
    double stops) {
  static final int COHORTS = 20;
  static final double TAIL_FACTOR = 18;
  static final Effect NONE = errors(0);

  private static final double TAIL = Math.log(TAIL_FACTOR);

  static Effect errors(double share) {
    return new Effect(share, 0, false, 0, 0, 0);
  }

  static Effect lastRouteErrors(double share) {
    return new Effect(0, share, false, 0, 0, 0);
  }

  static Effect brokenCohort() {
    return new Effect(0, 0, true, 0, 0, 0);
  }

  static Effect slower(double times) {
    return new Effect(0, 0, false, Math.log(times), 0, 0);
  }

  static Effect tail(double share) {
    return new Effect(0, 0, false, 0, share, 0);
  }

  static Effect stops(double share) {
    return new Effect(0, 0, false, 0, 0, share);
  }

  boolean fails(boolean isLastRoute, long userHash, Draws draws) {
    return draws.happens(errors)
        || (isLastRoute && draws.happens(lastRouteErrors))
        || (breaksCohort && Long.remainderUnsigned(userHash, COHORTS) == 0);
  }

  /** What it adds to a latency's logarithm. */
  double delay(Draws draws) {
    return draws.happens(tail) ? slower + TAIL : slower;
  }
}
