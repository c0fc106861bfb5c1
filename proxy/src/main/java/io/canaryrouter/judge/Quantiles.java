package io.canaryrouter.judge;

/**
 * What a stack's successes took, in seconds; NaN what is not known.
 *
 * @param p50 the median
 * @param p95 what 95 % of them took at most
 * @param p99 what 99 % took at most
 */
public record Quantiles(double p50, double p95, double p99) {
  /** Without any. */
  public static final Quantiles NONE = new Quantiles(Double.NaN, Double.NaN, Double.NaN);
}
