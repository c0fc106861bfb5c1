package io.canaryrouter.judge;

import java.util.Arrays;

/**
 * Samples and failures among them of one stack, second by second, for the last quarter of an hour.
 *
 * <p>Owned by the control thread. Memory: two ints a second, 7 KiB, whatever the traffic. Seconds
 * are whole ones of the monotonic clock; they may be negative.
 */
final class SlidingCounts {
  /** How far it reaches back, the current second included. */
  static final int SECONDS = 900;

  /** The window that suffices when there is traffic. */
  static final int WINDOW = 60;

  private final int[] samples = new int[SECONDS];
  private final int[] failures = new int[SECONDS];
  private long newest;

  /** The second that a monotonic time lies in. */
  static long secondOf(long nanos) {
    return Math.floorDiv(nanos, 1_000_000_000L);
  }

  SlidingCounts(long second) {
    newest = second;
  }

  void clear(long second) {
    Arrays.fill(samples, 0);
    Arrays.fill(failures, 0);
    newest = second;
  }

  /** Counts in the second in which it ended; one that is too old is left out. */
  void add(long second, boolean isFailure) {
    moveTo(second);
    if (newest - second < SECONDS) {
      samples[at(second)]++;
      failures[at(second)] += isFailure ? 1 : 0;
    }
  }

  /** Lets time pass; backwards it does not. */
  void moveTo(long second) {
    if (second - newest >= SECONDS) {
      clear(second);
    }
    while (newest < second) {
      newest++;
      samples[at(newest)] = 0;
      failures[at(newest)] = 0;
    }
  }

  /**
   * The first second of the window: a minute back, or further until it holds so many samples, and
   * at most a quarter of an hour.
   */
  long firstSecond(int needed) {
    long first = newest - WINDOW + 1;
    long count = samples(first);
    long oldest = newest - SECONDS + 1;
    while (count < needed && first > oldest) {
      first--;
      count += samples[at(first)];
    }
    return first;
  }

  long newest() {
    return newest;
  }

  long samples(long first) {
    return sum(samples, first);
  }

  long failures(long first) {
    return sum(failures, first);
  }

  private long sum(int[] counts, long first) {
    long sum = 0;
    for (long second = Math.max(first, newest - SECONDS + 1); second <= newest; second++) {
      sum += counts[at(second)];
    }
    return sum;
  }

  private static int at(long second) {
    return (int) Math.floorMod(second, (long) SECONDS);
  }
}
