package io.canaryrouter.judge;

import io.canaryrouter.split.Stack;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/**
 * Requests and users of both stacks in the last ten minutes, and those of them that failed.
 *
 * <p>Kept in slots of ten seconds, of which the newest is filling. Users are counted by the bits of
 * 1,024 places (linear counting, Whang et al. 1990): a few are exact but for a percent, beyond some
 * thousands it is no more than "many". Memory: 36 KiB. A request costs two increments and two bits,
 * a question a look at the slots it reaches back to. No clock; time that steps back stands still.
 * Owned by the control thread.
 */
final class RecentTraffic {
  static final long MINUTE = TimeUnit.MINUTES.toNanos(1);
  static final long LONGEST = 10 * MINUTE;

  private static final long SLOT_NANOS = TimeUnit.SECONDS.toNanos(10);
  private static final int SLOTS = (int) (LONGEST / SLOT_NANOS) + 1;
  private static final int WORDS = 16;
  private static final int PLACES = WORDS * Long.SIZE;

  private final Slot[] green = new Slot[SLOTS];
  private final Slot[] blue = new Slot[SLOTS];
  private final long[] merged = new long[WORDS];
  private long startNanos;
  private long newest;

  RecentTraffic(long nowNanos) {
    for (int i = 0; i < SLOTS; i++) {
      green[i] = new Slot();
      blue[i] = new Slot();
    }
    restart(nowNanos);
  }

  /**
   * What a stack had over some time.
   *
   * @param requests its requests
   * @param failures those that failed
   * @param users about how many users they came from
   * @param failedUsers about how many users had one that failed
   */
  record Sum(long requests, long failures, int users, int failedUsers) {
    /** The share that failed; NaN without requests. */
    double rate() {
      return requests == 0 ? Double.NaN : failures / (double) requests;
    }

    /** What the rate is at least when its users might as well have been {@code sigmas} fewer. */
    double surely(double sigmas) {
      return failedUsers == 0 ? 0 : rate() * Math.max(0, 1 - sigmas / Math.sqrt(failedUsers));
    }
  }

  void restart(long nowNanos) {
    startNanos = nowNanos;
    newest = 0;
    for (int i = 0; i < SLOTS; i++) {
      green[i].clear();
      blue[i].clear();
    }
  }

  void record(long user, Stack stack, boolean isFailure) {
    Slot slot = slots(stack)[(int) (newest % SLOTS)];
    int place = UserHash.place(user) & (PLACES - 1);
    slot.requests++;
    slot.users[place / Long.SIZE] |= 1L << place;
    if (isFailure) {
      slot.failures++;
      slot.failedUsers[place / Long.SIZE] |= 1L << place;
    }
  }

  void tick(long nowNanos) {
    long due = (nowNanos - startNanos) / SLOT_NANOS;
    if (due - newest >= SLOTS) {
      restart(nowNanos);
    }
    while (newest < due) {
      newest++;
      green[(int) (newest % SLOTS)].clear();
      blue[(int) (newest % SLOTS)].clear();
    }
  }

  /** The last so many nanoseconds, at most ten minutes, rounded up to whole slots. */
  Sum last(Stack stack, long nanos) {
    long count = Math.min(newest + 1, Math.min(SLOTS, 1 + nanos / SLOT_NANOS));
    Slot[] slots = slots(stack);
    long requests = 0;
    long failures = 0;
    for (long i = newest; i > newest - count; i--) {
      requests += slots[(int) (i % SLOTS)].requests;
      failures += slots[(int) (i % SLOTS)].failures;
    }
    return new Sum(requests, failures, users(slots, count, false), users(slots, count, true));
  }

  /** Requests of both stacks in a minute, as of late. */
  double perMinute() {
    long slots = Math.min(newest + 1, SLOTS);
    long requests = last(Stack.GREEN, LONGEST).requests() + last(Stack.BLUE, LONGEST).requests();
    return requests * (double) MINUTE / (slots * SLOT_NANOS);
  }

  private int users(Slot[] slots, long count, boolean isFailed) {
    Arrays.fill(merged, 0);
    for (long i = newest; i > newest - count; i--) {
      Slot slot = slots[(int) (i % SLOTS)];
      long[] users = isFailed ? slot.failedUsers : slot.users;
      for (int word = 0; word < WORDS; word++) {
        merged[word] |= users[word];
      }
    }
    int empty = PLACES;
    for (long word : merged) {
      empty -= Long.bitCount(word);
    }
    return (int) Math.round(-PLACES * Math.log(Math.max(empty, 0.5) / PLACES));
  }

  private Slot[] slots(Stack stack) {
    return stack == Stack.GREEN ? green : blue;
  }

  /** Ten seconds of one stack. */
  private static final class Slot {
    private final long[] users = new long[WORDS];
    private final long[] failedUsers = new long[WORDS];
    private long requests;
    private long failures;

    void clear() {
      if (requests > 0) {
        Arrays.fill(users, 0);
        Arrays.fill(failedUsers, 0);
        requests = 0;
        failures = 0;
      }
    }
  }
}
