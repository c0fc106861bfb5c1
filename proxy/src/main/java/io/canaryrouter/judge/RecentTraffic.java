package io.canaryrouter.judge;

import io.canaryrouter.split.Stack;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Requests and users of both stacks in the last ten minutes, and those of them that failed.
 *
 * <p>Kept in slots of ten seconds, of which the newest is filling. Users are counted by the bits of
 * 1,024 places (linear counting, Whang et al. 1990): a few are exact but for a percent, beyond some
 * thousands it is no more than "many". Memory: 40 KiB. A request costs two increments and two bits.
 * A question costs a look at the newest slot, since what the closed ones hold together is kept for
 * each span that is asked for. No clock; time that steps back stands still. Owned by the control
 * thread.
 */
final class RecentTraffic {
  static final long MINUTE = TimeUnit.MINUTES.toNanos(1);
  static final long LONGEST = 10 * MINUTE;

  private static final long SLOT_NANOS = TimeUnit.SECONDS.toNanos(10);
  private static final int SLOTS = (int) (LONGEST / SLOT_NANOS) + 1;
  private static final int WORDS = 16;
  private static final int PLACES = WORDS * Long.SIZE;

  private final Arm green = new Arm();
  private final Arm blue = new Arm();
  private long startNanos;
  private long newest;

  RecentTraffic(long nowNanos) {
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

    /** What the rate is at most, by two deviations and the rule of three; infinite for none. */
    double atMost() {
      return (failures + 2 * Math.sqrt((double) failures) + 3) / requests;
    }

    /** What the rate is at least when its users might as well have been {@code sigmas} fewer. */
    double surely(double sigmas) {
      return failedUsers == 0 ? 0 : rate() * Math.max(0, 1 - sigmas / Math.sqrt(failedUsers));
    }
  }

  void restart(long nowNanos) {
    startNanos = nowNanos;
    newest = 0;
    green.clear();
    blue.clear();
  }

  void record(long user, Stack stack, boolean isFailure) {
    of(stack).at(newest).count(UserHash.place(user) & (PLACES - 1), isFailure);
  }

  void tick(long nowNanos) {
    long due = (nowNanos - startNanos) / SLOT_NANOS;
    if (due - newest >= SLOTS) {
      restart(nowNanos);
      return;
    }
    while (newest < due) {
      newest++;
      green.begin(newest);
      blue.begin(newest);
    }
  }

  /** The last so many nanoseconds, at most ten minutes, rounded up to whole slots. */
  Sum last(Stack stack, long nanos) {
    long slots = Math.min(newest + 1, Math.min(SLOTS, 1 + nanos / SLOT_NANOS));
    return of(stack).sum(newest, (int) slots);
  }

  /** Requests of both stacks in a minute, as of late. */
  double perMinute() {
    long slots = Math.min(newest + 1, SLOTS);
    long requests = last(Stack.GREEN, LONGEST).requests() + last(Stack.BLUE, LONGEST).requests();
    return requests * (double) MINUTE / (slots * SLOT_NANOS);
  }

  private Arm of(Stack stack) {
    return stack == Stack.GREEN ? green : blue;
  }

  /** One stack's slots. */
  private static final class Arm {
    private final Slot[] slots = new Slot[SLOTS];

    /** What all slots of a span but the newest hold, by the number of its slots, once asked for. */
    private final @Nullable Slot[] closed = new Slot[SLOTS + 1];

    Arm() {
      Arrays.setAll(slots, slot -> new Slot());
    }

    Slot at(long slot) {
      return slots[(int) (slot % SLOTS)];
    }

    void clear() {
      for (Slot slot : slots) {
        slot.clear();
      }
      Arrays.fill(closed, null);
    }

    void begin(long slot) {
      at(slot).clear();
      Arrays.fill(closed, null);
    }

    Sum sum(long newest, int count) {
      Slot before = closed[count];
      if (before == null) {
        before = new Slot();
        for (long slot = newest - 1; slot > newest - count; slot--) {
          before.add(at(slot));
        }
        closed[count] = before;
      }
      return before.sumWith(at(newest));
    }
  }

  /** Some time of one stack. */
  private static final class Slot {
    private final long[] users = new long[WORDS];
    private final long[] failedUsers = new long[WORDS];
    private long requests;
    private long failures;

    void count(int place, boolean isFailure) {
      requests++;
      users[place / Long.SIZE] |= 1L << place;
      if (isFailure) {
        failures++;
        failedUsers[place / Long.SIZE] |= 1L << place;
      }
    }

    void clear() {
      if (requests > 0) {
        Arrays.fill(users, 0);
        Arrays.fill(failedUsers, 0);
        requests = 0;
        failures = 0;
      }
    }

    void add(Slot other) {
      requests += other.requests;
      failures += other.failures;
      for (int word = 0; word < WORDS; word++) {
        users[word] |= other.users[word];
        failedUsers[word] |= other.failedUsers[word];
      }
    }

    Sum sumWith(Slot other) {
      return new Sum(
          requests + other.requests,
          failures + other.failures,
          count(users, other.users),
          count(failedUsers, other.failedUsers));
    }

    /** About how many users have a place in either. */
    private static int count(long[] users, long[] others) {
      int empty = PLACES;
      for (int word = 0; word < WORDS; word++) {
        empty -= Long.bitCount(users[word] | others[word]);
      }
      return (int) Math.round(-PLACES * Math.log(Math.max(empty, 0.5) / PLACES));
    }
  }
}
