package io.canaryrouter.judge;

import java.util.Arrays;

/**
 * Samples and failures among them of one stack, second by second, for the last quarter of an hour.
 *
 * <p>Kept as running sums, so that a window of any length is one subtraction. They may overflow:
 * what a window holds is right as long as that alone is below 2^31. Owned by the control thread.
 * Memory: two ints a second, 7 KiB, whatever the traffic. Seconds are whole ones of the monotonic
 * clock; they may be negative.
 */
final class SlidingCounts {
  /** How far it reaches back, the current second included. */
  static final int SECONDS = 900;

  /** The window that suffices when there is traffic. */
  static final int WINDOW = 60;

  /** Sums of all that came before a second began. */
  private final int[] samplesBefore = new int[SECONDS];

  private final int[] failuresBefore = new int[SECONDS];
  private int samples;
  private int failures;
  private long newest;
  private int newestAt;

  /** The second that a monotonic time lies in. */
  static long secondOf(long nanos) {
    return Math.floorDiv(nanos, 1_000_000_000L);
  }

  SlidingCounts(long second) {
    clear(second);
  }

  void clear(long second) {
    Arrays.fill(samplesBefore, samples);
    Arrays.fill(failuresBefore, failures);
    newest = second;
    newestAt = (int) Math.floorMod(second, (long) SECONDS);
  }

  /** Counts in the second in which it ended; one that is too old is left out. */
  void add(long second, boolean isFailure) {
    moveTo(second);
    long age = newest - second;
    if (age >= SECONDS) {
      return;
    }
    int failed = isFailure ? 1 : 0;
    samples++;
    failures += failed;
    for (int later = 0; later < age; later++) {
      samplesBefore[at(later)]++;
      failuresBefore[at(later)] += failed;
    }
  }

  /** Lets time pass; backwards it does not. */
  void moveTo(long second) {
    if (second - newest >= SECONDS) {
      clear(second);
    }
    while (newest < second) {
      newest++;
      newestAt = newestAt == SECONDS - 1 ? 0 : newestAt + 1;
      samplesBefore[newestAt] = samples;
      failuresBefore[newestAt] = failures;
    }
  }

  /**
   * The first second of the window: a minute back, or further until it holds so many samples, and
   * at most a quarter of an hour.
   */
  long firstSecond(int needed) {
    int age = WINDOW - 1;
    int oldest = SECONDS - 1;
    while (age < oldest) {
      int middle = (age + oldest) / 2;
      if (samples - samplesBefore[at(middle)] < needed) {
        age = middle + 1;
      } else {
        oldest = middle;
      }
    }
    return newest - age;
  }

  long newest() {
    return newest;
  }

  long samples(long first) {
    return first > newest ? 0 : samples - samplesBefore[at(age(first))];
  }

  long failures(long first) {
    return first > newest ? 0 : failures - failuresBefore[at(age(first))];
  }

  private int age(long first) {
    return (int) Math.min(newest - first, SECONDS - 1);
  }

  /** Where the second lies that is so many before the newest. */
  private int at(int age) {
    int at = newestAt - age;
    return at < 0 ? at + SECONDS : at;
  }
}
