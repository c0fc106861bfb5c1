package io.canaryrouter.split;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * Green's share of the users, exact to one basis point (0.01 %).
 *
 * @param basisPoints 0 (nobody) to 10,000 (everybody)
 */
public record Weight(int basisPoints) implements Comparable<Weight> {
  /** Nobody goes to green. */
  public static final Weight NONE = new Weight(0);

  /** Everybody goes to green. */
  public static final Weight ALL = new Weight(Bucket.COUNT);

  public Weight {
    if (basisPoints < 0 || basisPoints > Bucket.COUNT) {
      throw new IllegalArgumentException(
          "a weight lies between 0% and 100%, not " + basisPoints + " basis points");
    }
  }

  /**
   * Reads {@code 5%}, {@code 0.25%} or {@code 100%}.
   *
   * @throws IllegalArgumentException with a sentence for the user: no percent sign, no number, out
   *     of range, or finer than 0.01 %
   */
  public static Weight parse(String text) {
    String trimmed = text.trim();
    if (!trimmed.matches("[0-9]{1,3}(\\.[0-9]{1,9})?%")) {
      throw new IllegalArgumentException(
          "a weight is a percentage between 0% and 100%, for example 5% or 0.25%, not \""
              + text
              + "\"");
    }
    BigDecimal points =
        new BigDecimal(trimmed.substring(0, trimmed.length() - 1)).movePointRight(2);
    BigDecimal whole = points.setScale(0, RoundingMode.DOWN);
    if (points.compareTo(whole) != 0) {
      throw new IllegalArgumentException(
          "a weight is never finer than 0.01%, not \"" + text + "\"");
    }
    if (whole.intValue() > Bucket.COUNT) {
      throw new IllegalArgumentException("a weight is at most 100%, not \"" + text + "\"");
    }
    return new Weight(whole.intValue());
  }

  /** The share between 0 and 1. */
  public double ratio() {
    return basisPoints / (double) Bucket.COUNT;
  }

  @Override
  public int compareTo(Weight other) {
    return Integer.compare(basisPoints, other.basisPoints);
  }

  /** As {@link #parse} reads it, in the shortest form: {@code 5%}, {@code 0.25%}. */
  @Override
  public String toString() {
    return BigDecimal.valueOf(basisPoints, 2).stripTrailingZeros().toPlainString() + "%";
  }
}
