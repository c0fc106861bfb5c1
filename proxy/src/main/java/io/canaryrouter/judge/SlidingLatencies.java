package io.canaryrouter.judge;

import java.util.Arrays;

/**
 * Latencies of one stack for the last quarter of an hour: the last minute second by second, and
 * beside it quarters of a minute for windows that reach further back.
 *
 * <p>Owned by the control thread. Memory: 121 histograms of {@value LatencyScale#STEPS} ints, 380
 * KiB, whatever the traffic. A sample costs a logarithm and two increments. A window that reaches
 * back further than a minute is rounded up to a whole quarter of a minute.
 */
final class SlidingLatencies {
  private static final int QUARTER = 15;

  private final SlidingSum counts;
  private final Slots seconds = new Slots(SlidingSum.WINDOW);
  private final Slots quarters = new Slots(SlidingSum.SECONDS / QUARTER + 1);
  private final int[] merged = new int[LatencyScale.STEPS];

  SlidingLatencies(long second) {
    counts = new SlidingSum(second);
    clear(second);
  }

  void clear(long second) {
    counts.clear(second);
    seconds.clear(second);
    quarters.clear(Math.floorDiv(second, QUARTER));
  }

  void add(long second, long nanos) {
    counts.add(second);
    int step = LatencyScale.stepOf(nanos);
    seconds.add(second, step);
    quarters.add(Math.floorDiv(second, QUARTER), step);
  }

  void moveTo(long second) {
    counts.moveTo(second);
    seconds.moveTo(second);
    quarters.moveTo(Math.floorDiv(second, QUARTER));
  }

  /** How many there are in each second. */
  SlidingSum counts() {
    return counts;
  }

  /** The 95th percentile since a second, in seconds; NaN when there is nothing. */
  double p95(long first) {
    Arrays.fill(merged, 0);
    boolean isMinute = first > counts.newest() - SlidingSum.WINDOW;
    long total =
        isMinute
            ? seconds.addTo(merged, first)
            : quarters.addTo(merged, Math.floorDiv(first, QUARTER));
    long rank = (long) Math.ceil(0.95 * total);
    long below = 0;
    for (int step = 0; step < merged.length; step++) {
      below += merged[step];
      if (total > 0 && below >= rank) {
        return LatencyScale.secondsOf(step);
      }
    }
    return Double.NaN;
  }

  /** Histograms of equal spans of time, the oldest overwritten by the newest. */
  private static final class Slots {
    private final int[][] histograms;
    private long newest;

    Slots(int length) {
      histograms = new int[length][LatencyScale.STEPS];
    }

    void clear(long slot) {
      newest = slot;
      for (int[] histogram : histograms) {
        Arrays.fill(histogram, 0);
      }
    }

    void add(long slot, int step) {
      moveTo(slot);
      if (newest - slot < histograms.length) {
        at(slot)[step]++;
      }
    }

    void moveTo(long slot) {
      if (slot - newest >= histograms.length) {
        clear(slot);
      }
      while (newest < slot) {
        newest++;
        Arrays.fill(at(newest), 0);
      }
    }

    long addTo(int[] sums, long first) {
      long total = 0;
      for (long slot = Math.max(first, newest - histograms.length + 1); slot <= newest; slot++) {
        int[] histogram = at(slot);
        for (int step = 0; step < sums.length; step++) {
          sums[step] += histogram[step];
          total += histogram[step];
        }
      }
      return total;
    }

    private int[] at(long slot) {
      return histograms[(int) Math.floorMod(slot, (long) histograms.length)];
    }
  }
}
