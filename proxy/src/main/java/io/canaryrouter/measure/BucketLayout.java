package io.canaryrouter.measure;

import java.util.List;
import java.util.TreeSet;

/**
 * How durations are sorted into cells, each of which lies within one bucket of Prometheus's native
 * histograms of schema {@value #SCHEMA} and within one bucket of classic bounds.
 *
 * <p>So one count serves both, exactly, and two histograms of one layout are added cell by cell. A
 * native bucket reaches 2<sup>1/32</sup> (2.2 %) above the one before it. What is shorter than 61
 * µs stands in the bucket of zero, what is longer than 68 minutes in the last. Immutable.
 */
final class BucketLayout {
  /** Native buckets a doubling, as a power of two: 2<sup>5</sup> = 32. */
  static final int SCHEMA = 5;

  /** Durations up to here, in seconds, count as zero in a native histogram: 2<sup>-14</sup>. */
  static final double ZERO_THRESHOLD_SECONDS = 0x1p-14;

  /** The layout of what is only ever asked for quantiles. */
  static final BucketLayout NATIVE = new BucketLayout(List.of());

  private static final int A_DOUBLING = 1 << SCHEMA;

  /** The native index whose upper bound is the zero threshold. */
  private static final int ZERO_INDEX = -14 * A_DOUBLING;

  private static final int LAST_INDEX = 12 * A_DOUBLING;
  private static final double NANOS = 1e9;

  private final List<Double> classicBounds;

  /** The longest duration of each cell; the last cell has no end. */
  private final long[] upperNanos;

  private final int[] nativeIndexes;
  private final int[] classicIndexes;

  /** The first cell that a duration of so many binary digits can be in. */
  private final int[] firstCells = new int[Long.SIZE + 1];

  /** A layout that keeps durations of up to each of these bounds, in seconds, apart. */
  BucketLayout(List<Double> classicBounds) {
    this.classicBounds = List.copyOf(new TreeSet<>(classicBounds));
    this.upperNanos = upperBounds(this.classicBounds);
    this.nativeIndexes = new int[upperNanos.length];
    this.classicIndexes = new int[upperNanos.length];
    int nativeIndex = ZERO_INDEX;
    int classicIndex = 0;
    for (int cell = 0; cell < upperNanos.length; cell++) {
      while (nativeIndex < LAST_INDEX && upperNanos(nativeIndex) < upperNanos[cell]) {
        nativeIndex++;
      }
      while (classicIndex < this.classicBounds.size()
          && nanos(this.classicBounds.get(classicIndex)) < upperNanos[cell]) {
        classicIndex++;
      }
      nativeIndexes[cell] = nativeIndex;
      classicIndexes[cell] = classicIndex;
    }
    for (int digits = 1; digits < Long.SIZE; digits++) {
      firstCells[digits] = search(1L << (digits - 1), 0, upperNanos.length - 1);
    }
    firstCells[Long.SIZE] = upperNanos.length - 1;
  }

  private static long[] upperBounds(List<Double> classicBounds) {
    TreeSet<Long> bounds = new TreeSet<>();
    for (int index = ZERO_INDEX; index < LAST_INDEX; index++) {
      bounds.add(upperNanos(index));
    }
    classicBounds.forEach(bound -> bounds.add(nanos(bound)));
    bounds.add(Long.MAX_VALUE);
    return bounds.stream().mapToLong(Long::longValue).toArray();
  }

  /** The longest duration, in whole nanoseconds, of a native bucket. */
  private static long upperNanos(int nativeIndex) {
    return (long) Math.floor(upperSeconds(nativeIndex) * NANOS);
  }

  /** The upper bound of a native bucket in seconds. */
  static double upperSeconds(int nativeIndex) {
    double withinDoubling = Math.floorMod(nativeIndex, A_DOUBLING) / (double) A_DOUBLING;
    return Math.scalb(Math.pow(2, withinDoubling), Math.floorDiv(nativeIndex, A_DOUBLING));
  }

  private static long nanos(double seconds) {
    return Math.round(seconds * NANOS);
  }

  /** How many cells there are. */
  int cells() {
    return upperNanos.length;
  }

  /** The cell of a duration; a negative one counts as 0. */
  int cell(long nanos) {
    int digits = Long.SIZE - Long.numberOfLeadingZeros(Math.max(0, nanos));
    return search(nanos, firstCells[digits], firstCells[digits + 1]);
  }

  /** The first cell from {@code low} on, and the last at {@code high}, that reaches so far. */
  private int search(long nanos, int low, int high) {
    int first = low;
    int last = high;
    while (first < last) {
      int middle = (first + last) >>> 1;
      if (upperNanos[middle] < nanos) {
        first = middle + 1;
      } else {
        last = middle;
      }
    }
    return first;
  }

  /** Whether a native histogram counts the cell as zero. */
  boolean isZero(int cell) {
    return nativeIndexes[cell] == ZERO_INDEX;
  }

  /**
   * The cell of a native bucket, in {@link #NATIVE}.
   *
   * @throws IllegalArgumentException when the bucket lies beyond the ends
   */
  static int cellOfNative(long nativeIndex) {
    if (nativeIndex < ZERO_INDEX || nativeIndex > LAST_INDEX) {
      throw new IllegalArgumentException("no bucket " + nativeIndex);
    }
    return (int) nativeIndex - ZERO_INDEX;
  }

  /** The native bucket of a cell. */
  int nativeIndex(int cell) {
    return nativeIndexes[cell];
  }

  /** The cell's place among the classic buckets; the last has no upper bound. */
  int classicIndex(int cell) {
    return classicIndexes[cell];
  }

  /** Upper bounds of the classic buckets in seconds, ascending. */
  List<Double> classicBounds() {
    return classicBounds;
  }

  /** The middle of a cell, which is off by 1.1 % at most, within the layout's ends. */
  long middleNanos(int cell) {
    if (cell == 0) {
      return upperNanos[0] / 2;
    }
    boolean isLast = cell == upperNanos.length - 1;
    return isLast ? upperNanos[cell - 1] : (upperNanos[cell - 1] + upperNanos[cell]) / 2;
  }
}
