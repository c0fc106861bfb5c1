package io.canaryrouter.judge;

/**
 * The normal distribution function far out, where it underflows and its inverse overflows.
 *
 * <p>Accurate to about 1e-11 relative in Φ itself over all doubles: Kummer's series of the error
 * function near zero, where all its terms are positive, and the continued fraction of Laplace
 * beyond (Abramowitz and Stegun, 7.1.6 and 7.1.14). A call costs up to some eighty multiplications;
 * it is meant for evaluations, not for samples.
 */
final class NormalTail {
  /** From here on the continued fraction converges quickly. */
  private static final double FAR = 2;

  private static final int TERMS = 80;
  private static final double ROOT_OF_PI = Math.sqrt(Math.PI);

  private NormalTail() {}

  /** ln Φ(t) + t²/2: about ln(0.4/|t|) far below zero, about t²/2 far above. NaN gives NaN. */
  static double logScaled(double t) {
    double x = -t / Math.sqrt(2);
    if (x >= 0) {
      return Math.log(scaledTail(x) / 2);
    }
    double x2 = x * x;
    return x2 + Math.log1p(-Math.exp(-x2) * scaledTail(-x) / 2);
  }

  /** exp(x²)·erfc(x) for x ≥ 0. */
  private static double scaledTail(double x) {
    return x < FAR ? Math.exp(x * x) - series(x) : fraction(x);
  }

  /** exp(x²)·erf(x) = 2/√π · Σ 2ⁿ x²ⁿ⁺¹ / (2n+1)!!. */
  private static double series(double x) {
    double term = x;
    double sum = x;
    for (int n = 1; n < TERMS && term > sum * 1e-17; n++) {
      term *= 2 * x * x / (2 * n + 1);
      sum += term;
    }
    return 2 / ROOT_OF_PI * sum;
  }

  /** 1/√π · 1/(x + ½/(x + 1/(x + 1½/(x + …)))), from the inside out. */
  private static double fraction(double x) {
    double rest = x;
    for (int n = TERMS; n >= 1; n--) {
      rest = x + n / 2.0 / rest;
    }
    return 1 / (ROOT_OF_PI * rest);
  }
}
