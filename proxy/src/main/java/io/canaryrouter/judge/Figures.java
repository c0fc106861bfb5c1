package io.canaryrouter.judge;

import java.util.Locale;

/** Figures as a person reads them. */
final class Figures {
  private Figures() {}

  /** {@code 45 ms}, {@code 4.5 ms}, {@code unknown}. */
  static String millis(double nanos) {
    return Double.isNaN(nanos)
        ? "unknown"
        : String.format(Locale.ROOT, nanos < 1e7 ? "%.1f ms" : "%.0f ms", nanos / 1e6);
  }

  /** Blue's, and how many times as much green's is: {@code 45 ms (×1.52)}. */
  static String times(double green, double blue) {
    return Double.isNaN(green / blue)
        ? millis(blue)
        : String.format(Locale.ROOT, "%s (×%.2f)", millis(blue), green / blue);
  }

  /** {@code 20 %}. */
  static String percent(double share) {
    return String.format(Locale.ROOT, "%.0f %%", 100 * share);
  }

  /** Users as slices tell them apart, which is not beyond a thousand. */
  static String users(double users) {
    return users >= 1_000 ? "over 1,000" : String.format(Locale.ROOT, "%.0f", users);
  }
}
