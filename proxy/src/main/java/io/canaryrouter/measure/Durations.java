package io.canaryrouter.measure;

import java.util.List;
import org.HdrHistogram.Histogram;

/**
 * Durations since the start, counted in fixed buckets. Immutable.
 *
 * <p>A count is exact to the histogram's three digits: a duration within 0.1 % above a bound may
 * stand below it.
 */
public final class Durations {
  /**
   * Upper bounds of the buckets in seconds; among them the limits that people usually set. Longer
   * durations stand in one bucket more.
   */
  public static final List<Double> UPPER_BOUNDS_SECONDS =
      List.of(
          0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.115, 0.15, 0.2, 0.25, 0.3, 0.4,
          0.5, 0.75, 1.0, 2.0, 5.0, 10.0, 30.0, 60.0);

  private final long[] counts;
  private final double sumSeconds;

  private Durations(long[] counts, double sumSeconds) {
    this.counts = counts;
    this.sumSeconds = sumSeconds;
  }

  /** Counts what a histogram of microseconds holds; one pass over it. */
  static Durations of(Histogram micros, double sumSeconds) {
    long[] counts = new long[UPPER_BOUNDS_SECONDS.size() + 1];
    long counted = 0;
    long low = 0;
    for (int i = 0; i < UPPER_BOUNDS_SECONDS.size(); i++) {
      long high =
          micros.highestEquivalentValue(Math.round(UPPER_BOUNDS_SECONDS.get(i) * 1_000_000));
      counts[i] = micros.getCountBetweenValues(low, high);
      counted += counts[i];
      low = high + 1;
    }
    counts[UPPER_BOUNDS_SECONDS.size()] = micros.getTotalCount() - counted;
    return new Durations(counts, sumSeconds);
  }

  /** How many fell into each bucket, not cumulated; the last is the one without an upper bound. */
  public long[] counts() {
    return counts.clone();
  }

  /** Their sum in seconds, not rounded to the histogram's digits. */
  public double sumSeconds() {
    return sumSeconds;
  }
}
