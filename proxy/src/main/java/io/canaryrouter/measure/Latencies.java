package io.canaryrouter.measure;

import java.util.Arrays;

/**
 * How many durations fell into which cell of {@link BucketLayout#NATIVE}.
 *
 * <p>Confined to one thread. Memory: 4 bytes for each cell from the shortest to the longest
 * duration there is, at most 3.3 KiB; nothing while empty. A count that has reached
 * 2<sup>31</sup>-1 stays there.
 */
final class Latencies {
  private static final BucketLayout LAYOUT = BucketLayout.NATIVE;
  private static final int[] NONE = {};

  /** Counts of the cells from {@link #first} on. */
  private int[] counts = NONE;

  private int first;

  void record(long nanos) {
    add(LAYOUT.cell(nanos), 1);
  }

  /** Adds what another holds. */
  void add(Latencies other) {
    if (other.counts.length == 0) {
      return;
    }
    cover(other.first);
    cover(other.first + other.counts.length - 1);
    int offset = other.first - first;
    for (int i = 0; i < other.counts.length; i++) {
      counts[offset + i] = sum(counts[offset + i], other.counts[i]);
    }
  }

  /** Adds so many durations of one cell. */
  void add(int cell, int count) {
    cover(cell);
    counts[cell - first] = sum(counts[cell - first], count);
  }

  private static int sum(int some, int more) {
    return (int) Math.min(Integer.MAX_VALUE, (long) some + more);
  }

  private void cover(int cell) {
    if (counts.length == 0) {
      counts = new int[1];
      first = cell;
    } else if (cell < first) {
      int[] wider = new int[counts.length + first - cell];
      System.arraycopy(counts, 0, wider, first - cell, counts.length);
      counts = wider;
      first = cell;
    } else if (cell - first >= counts.length) {
      counts = Arrays.copyOf(counts, cell - first + 1);
    }
  }

  long count() {
    return Arrays.stream(counts).asLongStream().sum();
  }

  /** How many durations are in a cell. */
  int of(int cell) {
    return cell < first || cell - first >= counts.length ? 0 : counts[cell - first];
  }

  /**
   * The duration that so large a share of all does not exceed, to 1.1 %; 0 when there are none.
   *
   * @param share above 0, up to 1
   */
  long quantileNanos(double share) {
    long rank = (long) Math.ceil(share * count());
    long passed = 0;
    for (int i = 0; i < counts.length; i++) {
      passed += counts[i];
      if (counts[i] > 0 && passed >= rank) {
        return LAYOUT.middleNanos(first + i);
      }
    }
    return 0;
  }

  Window.Quantiles quantiles() {
    return new Window.Quantiles(
        count(),
        quantileNanos(0.5) / 1_000,
        quantileNanos(0.95) / 1_000,
        quantileNanos(0.99) / 1_000);
  }
}
