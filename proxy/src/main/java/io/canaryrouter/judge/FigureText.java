package io.canaryrouter.judge;

import java.util.Locale;

/** Figures as a person reads them. */
final class FigureText {
  private FigureText() {}

  /** {@code 45 ms}, {@code 4.5 ms}, {@code unknown}. */
  static String millis(double seconds) {
    return Double.isNaN(seconds)
        ? "unknown"
        : String.format(Locale.ROOT, seconds < 0.01 ? "%.1f ms" : "%.0f ms", 1e3 * seconds);
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
