package io.canaryrouter.judge;

/**
 * What a slice test says.
 *
 * @param z how many standard deviations green's scores lie above what blue's let expect; NaN
 *     without samples of both
 * @param logEvidence the natural logarithm of the evidence against green; it may be used at any
 *     time, like that of {@link AffectedShare}, but holds for large numbers only
 * @param green green's mean score; NaN without samples
 * @param blue blue's mean score; NaN without samples
 * @param greenSamples samples of green
 * @param blueSamples samples of blue
 * @param greenUsers about how many users green's samples came from; beyond a thousand no more than
 *     "many"
 * @param blueUsers the same of blue
 * @param expected the sum of green's scores if green were like blue
 */
record SliceEvidence(
    double z,
    double logEvidence,
    double green,
    double blue,
    long greenSamples,
    long blueSamples,
    double greenUsers,
    double blueUsers,
    double expected) {
  /** Users of green below which the variance between slices means little. */
  static final int MIN_GREEN_USERS = 50;

  /** Samples of each stack below which nothing is concluded. */
  static final int MIN_SAMPLES = 40;

  /** Score that is expected of green below which its sum is not nearly normal. */
  static final int MIN_EXPECTED = 20;

  /** Samples of green at which the mixture is half as wide as the prior. */
  private static final double PRIOR_SAMPLES = 300;

  /** Whether there is enough of everything for the normal approximation. */
  boolean isConclusive() {
    return greenUsers >= MIN_GREEN_USERS
        && greenSamples >= MIN_SAMPLES
        && blueSamples >= MIN_SAMPLES
        && expected >= MIN_EXPECTED
        && Double.isFinite(z);
  }

  /** Samples of green after which it is conclusive, about, going by those so far. */
  long samplesNeeded() {
    double forUsers = MIN_GREEN_USERS / greenUsers * greenSamples;
    double forScores = MIN_EXPECTED / expected * greenSamples;
    return (long) Math.ceil(Math.max(MIN_SAMPLES, Math.max(known(forUsers), known(forScores))));
  }

  /** The figures behind it, with what both stacks' successes took over the same time. */
  Evidence figures(double logNeeded, Quantiles green, Quantiles blue) {
    return Evidence.ofLogs(
        logEvidence,
        logNeeded,
        Evidence.Arm.ofLatencies(greenSamples, Math.round(greenUsers), green),
        Evidence.Arm.ofLatencies(blueSamples, Math.round(blueUsers), blue));
  }

  private static double known(double samples) {
    return Double.isFinite(samples) ? samples : 0;
  }

  /** Whether it is conclusive and reaches a level, both as {@link AlphaBudget} gives it. */
  boolean reaches(double logNeeded) {
    return isConclusive() && logEvidence >= logNeeded;
  }

  /**
   * The evidence of a one-sided normal mixture (Robbins 1970): the likelihood ratio of a shift
   * whose prior is the positive half of a normal distribution, against none.
   *
   * <pre>
   * κ = n/300,  t = z·√(κ/(1+κ)),  E = 2/√(1+κ) · exp(t²/2) · Φ(t)
   * </pre>
   *
   * @param samples n, more of which make smaller shifts plausible
   */
  static double logMixture(double z, double samples) {
    double kappa = samples / PRIOR_SAMPLES;
    double t = z * Math.sqrt(kappa / (1 + kappa));
    return Math.log(2) - Math.log1p(kappa) / 2 + NormalTail.logScaled(t);
  }
}
