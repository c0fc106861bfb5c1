package io.canaryrouter.simulate;

/**
 * What an incident does to the requests of one stack. Immutable.
 *
 * @param reply how a request is answered that it spoils
 * @param errors share of the stack's requests that are spoilt
 * @param lastRouteErrors share that are spoilt of its rarest route
 * @param breaksCohort whether all requests of one user in twenty are spoilt
 * @param slower the logarithm of how many times slower it is
 * @param tail share of its requests that are {@value #TAIL_FACTOR} times slower
 * @param stops share of its requests after which a user goes away
 */
record Effect(
    Reply reply,
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
    return replies(Reply.FAILED, share);
  }

  /** Answers a share of the requests like this. */
  static Effect replies(Reply reply, double share) {
    return new Effect(reply, share, 0, false, 0, 0, 0);
  }

  static Effect lastRouteErrors(double share) {
    return new Effect(Reply.FAILED, 0, share, false, 0, 0, 0);
  }

  static Effect brokenCohort() {
    return new Effect(Reply.FAILED, 0, 0, true, 0, 0, 0);
  }

  static Effect slower(double times) {
    return new Effect(Reply.FAILED, 0, 0, false, Math.log(times), 0, 0);
  }

  static Effect tail(double share) {
    return new Effect(Reply.FAILED, 0, 0, false, 0, share, 0);
  }

  static Effect stops(double share) {
    return new Effect(Reply.FAILED, 0, 0, false, 0, 0, share);
  }

  /**
   * How a request is answered.
   *
   * @param usual how it would be without the incident
   */
  Reply reply(Reply usual, boolean isLastRoute, long userHash, Draws draws) {
    boolean isSpoilt = usual != Reply.SERVED ? errors == 1 : spoils(isLastRoute, userHash, draws);
    return isSpoilt ? reply : usual;
  }

  private boolean spoils(boolean isLastRoute, long userHash, Draws draws) {
    return draws.happens(errors)
        || (isLastRoute && draws.happens(lastRouteErrors))
        || (breaksCohort && Long.remainderUnsigned(userHash, COHORTS) == 0);
  }

  /** What it adds to a latency's logarithm. */
  double delay(Draws draws) {
    return draws.happens(tail) ? slower + TAIL : slower;
  }
}
