package io.canaryrouter.judge;

import io.canaryrouter.judge.RecentTraffic.Sum;

/**
 * The figures behind a sentence, as data: what both stacks did in the time that it is about, and
 * what a test against blue makes of that. Immutable.
 *
 * @param log10 how strong the evidence against green is: at 3, a green that is no worse shows as
 *     much in one of a thousand rollouts; NaN without a test, or while it knows nothing
 * @param log10Needed what it takes to be proof; NaN without a test
 * @param green what green did
 * @param blue what blue did
 */
public record Evidence(double log10, double log10Needed, Arm green, Arm blue) {
  private static final double LN_10 = Math.log(10);

  /**
   * What one stack did.
   *
   * @param requests its requests
   * @param affected those of them that were hit; {@value #UNKNOWN} when that is not counted
   * @param users the users that were counted, each once: those who were hit, or of a comparison of
   *     latencies about how many were measured, beyond a thousand no more than "many"; {@value
   *     #UNKNOWN} when they are not
   * @param verifiedUsers those of them that a signature vouches for; {@value #UNKNOWN} when that is
   *     not counted
   * @param latency what its successes took; {@link Quantiles#NONE} where it is not about that
   */
  public record Arm(
      long requests, long affected, long users, long verifiedUsers, Quantiles latency) {
    /** In place of a number that nobody has counted. */
    public static final long UNKNOWN = -1;

    /** One whose users were hit. */
    static Arm ofHits(long requests, long affected, long users, long verifiedUsers) {
      return new Arm(requests, affected, users, verifiedUsers, Quantiles.NONE);
    }

    /** One whose latencies were measured, of so many users. */
    static Arm ofLatencies(long requests, long users, Quantiles latency) {
      return new Arm(requests, UNKNOWN, users, UNKNOWN, latency);
    }

    /** One that is only counted. */
    static Arm ofRequests(long requests) {
      return ofHits(requests, UNKNOWN, UNKNOWN, UNKNOWN);
    }

    /** The share of its requests that were hit; NaN without requests, or when not counted. */
    public double rate() {
      return requests == 0 || affected == UNKNOWN ? Double.NaN : affected / (double) requests;
    }
  }

  /** From natural logarithms. */
  static Evidence ofLogs(double logEvidence, double logNeeded, Arm green, Arm blue) {
    double log10 = Double.isInfinite(logEvidence) ? Double.NaN : logEvidence / LN_10;
    return new Evidence(log10, logNeeded / LN_10, green, blue);
  }

  /** Figures that no test against blue is made of. */
  static Evidence untested(Arm green, Arm blue) {
    return new Evidence(Double.NaN, Double.NaN, green, blue);
  }

  /** Of a rule that needs no test: failures of both stacks over one time. */
  static Evidence ofFailures(Sum green, Sum blue) {
    return untested(arm(green), arm(blue));
  }

  private static Arm arm(Sum sum) {
    return Arm.ofHits(sum.requests(), sum.failures(), sum.failedUsers(), Arm.UNKNOWN);
  }
}
