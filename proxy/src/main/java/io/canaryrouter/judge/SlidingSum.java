package io.canaryrouter.judge;

import java.util.Arrays;

/**
 * How many there were of something, second by second, for the last quarter of an hour.
 *
 * <p>Kept as a running sum, so that a window of any length is one subtraction. It may overflow:
 * what a window holds is right as long as that alone is below 2^31. Owned by the control thread.
 * Memory: an int a second, 3.5 KiB, whatever the traffic. Seconds are whole ones of the monotonic
 * clock; they may be negative.
 */
final class SlidingSum {
  /** How far it reaches back, the current second included. */
  static final int SECONDS = 900;

  /** The window that suffices when there is traffic. */
  static final int WINDOW = 60;

  /** All that came before a second began. */
  private final int[] before = new int[SECONDS];

  private int sum;
  private long newest;
  private int newestAt;

  /** The second that a monotonic time lies in. */
  static long secondOf(long nanos) {
    return Math.floorDiv(nanos, 1_000_000_000L);
  }

  SlidingSum(long second) {
    clear(second);
  }

  void clear(long second) {
    Arrays.fill(before, sum);
    newest = second;
    newestAt = (int) Math.floorMod(second, (long) SECONDS);
  }

  /** Counts in the second in which it was; what is too old is left out. */
  void add(long second) {
    moveTo(second);
    long age = newest - second;
    if (age >= SECONDS) {
      return;
    }
    sum++;
    for (int later = 0; later < age; later++) {
      before[at(later)]++;
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
      before[newestAt] = sum;
    }
  }

  /**
   * The first second of the window: a minute back, or further until it holds so many, and at most a
   * quarter of an hour.
   */
  long firstSecond(int needed) {
    int age = WINDOW - 1;
    int oldest = SECONDS - 1;
    while (age < oldest) {
      int middle = (age + oldest) / 2;
      if (sum - before[at(middle)] < needed) {
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

  /** How many there were since a second began. */
  long since(long first) {
    return first > newest ? 0 : sum - before[at((int) Math.min(newest - first, SECONDS - 1))];
  }

  /** Where the second lies that is so many before the newest. */
  private int at(int age) {
    int at = newestAt - age;
    return at < 0 ? at + SECONDS : at;
  }
}
