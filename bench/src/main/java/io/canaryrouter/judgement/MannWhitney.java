package io.canaryrouter.judgement;

import java.util.Arrays;

/**
 * By how much one series is above another: R's asymptotic interval of the location shift, with
 * ranks, ties and the correction for continuity, as Kayenta's judge computes it. Immutable.
 */
final class MannWhitney {
  /** The normal quantile of 99 %: an interval of 98 % has it on either side. */
  private static final double QUANTILE_98 = 2.3263478740408408;

  private static final double ACCURACY = 1e-6;

  private final double[] x;
  private final double[] y;

  MannWhitney(double[] experiment, double[] control) {
    x = experiment.clone();
    y = control.clone();
    Arrays.sort(x);
    Arrays.sort(y);
  }

  /** Whether all observations are the same one, so that there are no ranks. */
  boolean isTied() {
    return x[0] == x[x.length - 1] && y[0] == y[y.length - 1] && x[0] == y[0];
  }

  boolean areEqual() {
    return Arrays.equals(x, y);
  }

  /** The Hodges-Lehmann estimate of the shift. */
  double estimate() {
    return shiftAt(0);
  }

  /** The lower end of the interval of 98 %. */
  double lower() {
    return shiftAt(QUANTILE_98);
  }

  /**
   * The shift at which the statistic has a value: it falls as the shift grows, so by halves. Where
   * it leaps over the value, as at 0 with many ties, the result is not above the leap.
   */
  private double shiftAt(double quantile) {
    double low = x[0] - y[y.length - 1];
    double high = x[x.length - 1] - y[0];
    if (statistic(low) <= quantile) {
      return low;
    }
    if (statistic(high) >= quantile) {
      return high;
    }
    while (high - low > ACCURACY) {
      double middle = (low + high) / 2;
      if (statistic(middle) > quantile) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** The standardised rank sum of the experiment's series when it is moved down by a shift. */
  double statistic(double shift) {
    double rankSum = 0;
    double ties = 0;
    int i = 0;
    int j = 0;
    while (i < x.length) {
      double value = x[i] - shift;
      while (j < y.length && y[j] < value) {
        j++;
      }
      int firstX = i;
      int firstY = j;
      while (i < x.length && x[i] - shift == value) {
        i++;
      }
      while (j < y.length && y[j] == value) {
        j++;
      }
      double tied = (i - firstX) + (double) (j - firstY);
      rankSum += (i - firstX) * (firstX + firstY + (tied + 1) / 2);
      ties += tied * tied * tied - tied;
    }
    return standardised(rankSum, ties + tiesOfControlAlone(shift));
  }

  private double tiesOfControlAlone(double shift) {
    double ties = 0;
    int i = 0;
    int j = 0;
    while (j < y.length) {
      int first = j;
      while (j < y.length && y[j] == y[first]) {
        j++;
      }
      while (i < x.length && x[i] - shift < y[first]) {
        i++;
      }
      boolean isShared = i < x.length && x[i] - shift == y[first];
      double tied = j - (double) first;
      ties += isShared ? 0 : tied * tied * tied - tied;
    }
    return ties;
  }

  private double standardised(double rankSum, double ties) {
    double m = x.length;
    double n = y.length;
    double difference = rankSum - m * (m + 1) / 2 - m * n / 2;
    double variance = m * n / 12 * (m + n + 1 - ties / ((m + n) * (m + n - 1)));
    return variance <= 0 ? 0 : (difference - Math.signum(difference) * 0.5) / Math.sqrt(variance);
  }
}
