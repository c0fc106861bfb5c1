package io.canaryrouter.judge;

import io.canaryrouter.split.Weight;

/**
 * Which rule wins: limits and evidence together move people, either alone does not.
 *
 * <p>A limit alone never fails over, since it may be blue's trouble too or chance; evidence alone
 * never fails over a difference that nobody minds. All methods are pure; none allocates.
 */
final class Gates {
  /** How many times blue's rate green's must be to be worse. */
  static final double LEAST_RATIO = 1.2;

  /** By how much green's rate must be above blue's to be worth a warning: 0.1 percentage points. */
  static final double LEAST_DIFFERENCE = 0.001;

  /** A warning takes so many times less evidence than an alarm. */
  static final double WARNING_FACTOR = 20;

  /** Standard deviations by which a limit alone must be exceeded to be worth a warning. */
  static final double THRESHOLD_SIGMAS = 3;

  /** Affected users of green that a warning about a limit alone takes, in five minutes. */
  static final int THRESHOLD_USERS = 5;

  private static final double LOG_WARNING = Math.log(WARNING_FACTOR);

  private Gates() {}

  /**
   * Failures of both stacks over one time.
   *
   * @param green the part of green's requests that failed, 0 to 1; NaN without requests
   * @param blue the part of blue's; NaN without requests
   * @param greenRequests green's requests
   * @param greenUsers green's users that were affected
   */
  record Rates(double green, double blue, long greenRequests, long greenUsers) {
    /** Nothing is known. */
    static final Rates NONE = new Rates(Double.NaN, Double.NaN, 0, 0);

    /** What green's rate surely is: a user more or less is no breach of a limit. */
    double surelyGreen(double sigmas) {
      return greenUsers > 0 ? green * (1 - sigmas / Math.sqrt((double) greenUsers)) : 0;
    }

    boolean isWorse() {
      return green >= LEAST_RATIO * blue;
    }
  }

  /**
   * What the failures say.
   *
   * @param limit the largest rate that is allowed, 0 to 1
   * @param sinceEvidence the rates since there has been any evidence: since E was last below one
   * @param lately the rates of the last five minutes
   * @param isSustained whether green has been over the limit for as long as the guard asks for
   * @param logEvidence the natural logarithm of the evidence
   * @param logNeeded that of the level at which it is proof
   */
  static Ruling errors(
      double limit,
      Rates sinceEvidence,
      Rates lately,
      boolean isSustained,
      double logEvidence,
      double logNeeded) {
    boolean isOver = sinceEvidence.surelyGreen(1) > limit;
    if (logEvidence >= logNeeded && isOver && sinceEvidence.isWorse()) {
      return Ruling.WORSE_AND_OVER;
    }
    boolean isMore = sinceEvidence.green() - sinceEvidence.blue() >= LEAST_DIFFERENCE;
    if (logEvidence >= logNeeded - LOG_WARNING && sinceEvidence.isWorse() && isMore) {
      return Ruling.WORSE;
    }
    return threshold(limit, lately, isSustained);
  }

  private static Ruling threshold(double limit, Rates lately, boolean isSustained) {
    boolean isBreached =
        lately.greenUsers() >= THRESHOLD_USERS && lately.surelyGreen(THRESHOLD_SIGMAS) > limit;
    if (!isBreached) {
      return Ruling.NONE;
    }
    if (lately.blue() > limit) {
      return Ruling.SHARED_FAULT;
    }
    return isSustained ? Ruling.THRESHOLD : Ruling.NONE;
  }

  /**
   * What a slice test of latencies says.
   *
   * @param strict green's latencies divided by the margin of an alarm, 1.2
   * @param lenient green's latencies divided by the margin of a warning, 1.05
   */
  static Ruling latency(SliceEvidence strict, SliceEvidence lenient, double logNeeded) {
    if (strict.reaches(logNeeded)) {
      return Ruling.SLOW;
    }
    return lenient.reaches(logNeeded - LOG_WARNING) ? Ruling.SLOWER : Ruling.NONE;
  }

  /** What the users say who were newly hit by very slow answers; the margin is in who counts. */
  static Ruling tail(double logEvidence, double logNeeded) {
    if (logEvidence >= logNeeded) {
      return Ruling.SLOW;
    }
    return logEvidence >= logNeeded - LOG_WARNING ? Ruling.SLOWER : Ruling.NONE;
  }

  /**
   * What the 95th percentiles of both stacks say; NaN without samples.
   *
   * @param limit the largest that is allowed, in the percentiles' unit
   * @param isSurelySlower whether there is proof that green's is above blue's
   */
  static Ruling p95(double limit, double green, double blue, boolean isSurelySlower) {
    if (!(green > limit && blue <= limit)) {
      return Ruling.NONE;
    }
    return isSurelySlower ? Ruling.SLOW : Ruling.SLOWER;
  }

  /** What the number of green's requests says. */
  static Ruling throughput(Throughput throughput, double logNeeded) {
    return throughput.logEvidence() >= logNeeded - LOG_WARNING ? Ruling.THROUGHPUT : Ruling.NONE;
  }

  /**
   * Requests of green after which a rate of twice the limit would have been found, about; before
   * that, silence says nothing.
   *
   * @param limit the largest rate that is allowed, above 0
   * @return {@link Long#MAX_VALUE} when one stack has nobody
   */
  static long requestsNeeded(double limit, Weight green, double logNeeded) {
    double surprise = -Math.log(green.ratio());
    if (surprise <= 0 || Double.isInfinite(surprise)) {
      return Long.MAX_VALUE;
    }
    double logStake = Math.log(6 / ShareWealth.START);
    return (long) Math.ceil((logStake + logNeeded) / (limit * surprise));
  }
}
