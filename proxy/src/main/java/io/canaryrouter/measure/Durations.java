package io.canaryrouter.measure;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Durations since the start, counted exactly in classic and in native buckets. Immutable; what it
 * hands out are copies.
 */
public final class Durations {
  /**
   * Upper bounds of the classic buckets in seconds; among them the limits that people usually set,
   * to which {@link Measurements} adds the configured ones. Longer durations stand in one bucket
   * more.
   */
  public static final List<Double> UPPER_BOUNDS_SECONDS =
      List.of(
          0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.115, 0.15, 0.2, 0.25, 0.3, 0.4,
          0.5, 0.75, 1.0, 2.0, 5.0, 10.0, 30.0, 60.0);

  private final BucketLayout layout;
  private final long[] cells;
  private final double sumSeconds;

  private Durations(BucketLayout layout, long[] cells, double sumSeconds) {
    this.layout = layout;
    this.cells = cells;
    this.sumSeconds = sumSeconds;
  }

  /**
   * A native histogram of Prometheus.
   *
   * @param schema 2<sup>schema</sup> buckets a doubling
   * @param zeroThresholdSeconds durations up to here stand in the bucket of zero
   * @param zeroCount how many those are
   * @param indexes of the buckets that hold anything, ascending
   * @param counts of these buckets
   */
  public record NativeBuckets(
      int schema,
      double zeroThresholdSeconds,
      long zeroCount,
      List<Integer> indexes,
      List<Long> counts) {}

  /** Upper bounds of the classic buckets in seconds, without that of the last. */
  public List<Double> upperBoundsSeconds() {
    return layout.classicBounds();
  }

  /** How many fell into each classic bucket, not cumulated; the last is the one without a bound. */
  public long[] counts() {
    long[] counts = new long[layout.classicBounds().size() + 1];
    for (int cell = 0; cell < cells.length; cell++) {
      counts[layout.classicIndex(cell)] += cells[cell];
    }
    return counts;
  }

  /** The same counts in native buckets. */
  public NativeBuckets nativeBuckets() {
    List<Integer> indexes = new ArrayList<>();
    List<Long> counts = new ArrayList<>();
    long zeroCount = 0;
    for (int cell = 0; cell < cells.length; cell++) {
      int last = indexes.size() - 1;
      if (layout.isZero(cell)) {
        zeroCount += cells[cell];
      } else if (cells[cell] > 0 && last >= 0 && indexes.get(last) == layout.nativeIndex(cell)) {
        counts.set(last, counts.get(last) + cells[cell]);
      } else if (cells[cell] > 0) {
        indexes.add(layout.nativeIndex(cell));
        counts.add(cells[cell]);
      }
    }
    return new NativeBuckets(
        BucketLayout.SCHEMA, BucketLayout.ZERO_THRESHOLD_SECONDS, zeroCount, indexes, counts);
  }

  /** How many there are. */
  public long count() {
    long count = 0;
    for (long cell : cells) {
      count += cell;
    }
    return count;
  }

  /** Their sum in seconds, not rounded to any bucket. */
  public double sumSeconds() {
    return sumSeconds;
  }

  /** Adds up what several recorders of one layout hold. For use by one thread. */
  static final class Sum {
    private final BucketLayout layout;
    private final long[] cells;
    private long sumNanos;

    Sum(BucketLayout layout) {
      this.layout = layout;
      this.cells = new long[layout.cells()];
    }

    void add(AtomicLongArray other, long otherSumNanos) {
      for (int cell = 0; cell < cells.length; cell++) {
        cells[cell] += other.get(cell);
      }
      sumNanos += otherSumNanos;
    }

    void add(Sum other) {
      for (int cell = 0; cell < cells.length; cell++) {
        cells[cell] += other.cells[cell];
      }
      sumNanos += other.sumNanos;
    }

    Durations durations() {
      return new Durations(layout, cells.clone(), sumNanos / 1e9);
    }
  }
}
