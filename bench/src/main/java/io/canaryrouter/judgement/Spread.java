package io.canaryrouter.judgement;

/** How far chance may have moved a figure of so many rollouts: bounds that hold at 95 %. */
final class Spread {
  private static final double MISSED = 0.05;
  private static final double DEVIATIONS = 1.96;
  private static final int HALVINGS = 50;

  private Spread() {}

  /** The largest share with which so few hits are not surprising (Clopper and Pearson). */
  static double mostShare(int hits, int rollouts) {
    double low = hits / (double) rollouts;
    double high = 1;
    for (int i = 0; i < HALVINGS; i++) {
      double middle = (low + high) / 2;
      if (chanceOfAtMost(hits, rollouts, middle) > MISSED) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return high;
  }

  private static double chanceOfAtMost(int hits, int rollouts, double share) {
    double logTerm = rollouts * Math.log1p(-share);
    double sum = Math.exp(logTerm);
    for (int i = 1; i <= hits; i++) {
      logTerm += Math.log((rollouts - i + 1) / (double) i * share / (1 - share));
      sum += Math.exp(logTerm);
    }
    return sum;
  }

  /** The lower end of the interval of the median, by the order of the values alone. */
  static double leastMedian(double[] sorted) {
    return sorted[Math.max(0, (int) Math.floor(sorted.length / 2.0 - reach(sorted)) - 1)];
  }

  /** The upper end. */
  static double mostMedian(double[] sorted) {
    int rank = (int) Math.ceil(1 + sorted.length / 2.0 + reach(sorted));
    return sorted[Math.min(sorted.length, rank) - 1];
  }

  private static double reach(double[] sorted) {
    return DEVIATIONS * Math.sqrt(sorted.length) / 2;
  }
}
