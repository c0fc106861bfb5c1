package io.canaryrouter.judge;

import java.util.concurrent.TimeUnit;

/**
 * The chance of a false alarm that is allowed over a whole plan, and how it is shared out.
 *
 * <p>Each test gets a share, and spends it evenly over its blocks of time: by the union bound the
 * chance that any block of any test alarms without cause is at most alpha, however the tests depend
 * on each other.
 *
 * @param alpha the allowed chance, above 0 and below 1
 * @param horizonNanos the plan's length, above 0
 */
public record AlphaBudget(double alpha, long horizonNanos) {
  /** One false alarm in a hundred rollouts of 48 hours. */
  public static final AlphaBudget DEFAULT = new AlphaBudget(0.01, TimeUnit.HOURS.toNanos(48));

  public AlphaBudget {
    if (!(alpha > 0 && alpha < 1) || horizonNanos <= 0) {
      throw new IllegalArgumentException(
          "a budget of " + alpha + " over " + horizonNanos + " ns cannot be spent");
    }
  }

  /**
   * The natural logarithm of the evidence at which one block of a test alarms: ln(1/α).
   *
   * @param share of the budget that the test has, above 0 and at most 1
   * @param blockNanos how long a block is; one that outlasts the plan spends the whole share
   */
  double logNeeded(double share, long blockNanos) {
    double part = Math.min(1, (double) blockNanos / horizonNanos);
    return -Math.log(alpha * share * part);
  }
}
