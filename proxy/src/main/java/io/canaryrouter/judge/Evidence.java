package io.canaryrouter.judge;

/**
 * What a test against blue has found since there has been any evidence: the figures behind its
 * sentence.
 *
 * @param log10 how strong the evidence against green is: at 3, a green that is no worse shows as
 *     much in one of a thousand rollouts
 * @param log10Needed what it takes to be proof
 * @param green requests and users of green
 * @param blue requests and users of blue
 */
public record Evidence(double log10, double log10Needed, Arm green, Arm blue) {
  private static final double LN_10 = Math.log(10);

  /**
   * What one stack did.
   *
   * @param requests its requests
   * @param affected those of them that were hit
   * @param users users that were hit, each counted once
   * @param verifiedUsers those of them that a signature vouches for
   */
  public record Arm(long requests, long affected, long users, long verifiedUsers) {
    /** The share of its requests that were hit; NaN without requests. */
    public double rate() {
      return requests == 0 ? Double.NaN : affected / (double) requests;
    }
  }

  /** From natural logarithms. */
  static Evidence ofLogs(double logEvidence, double logNeeded, Arm green, Arm blue) {
    return new Evidence(logEvidence / LN_10, logNeeded / LN_10, green, blue);
  }
}
