package io.canaryrouter.judge;

import io.canaryrouter.judge.RecentTraffic.Sum;
import io.canaryrouter.split.Stack;
import io.canaryrouter.split.Weight;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * The rule for when blue has less than a tenth of the users, too few to prove anything soon: green
 * is over its limit in {@value #MINUTES} minutes on end, {@value #USERS} users at least are hurt,
 * and it is worse than what is on record.
 *
 * <p>On record are blue's failures of the same hour of the last day, and green's at the weight
 * before this one. Owned by the control thread. Memory: half a KiB.
 */
final class LateStage {
  static final String NAME = "late_stage";

  private static final Weight FROM = new Weight(9_000);
  private static final int MINUTES = 5;
  private static final int USERS = 10;
  private static final int HOURS = 24;

  /** Requests of an hour or a step that make it a record. */
  private static final int LEAST = 100;

  private final double limit;

  /** Blue's requests by the hour of the day. */
  private final FailureCount[] hoursOfBlue = new FailureCount[HOURS];

  private final FailureCount minute = new FailureCount();
  private FailureCount step = new FailureCount();
  private FailureCount lastStep = new FailureCount();
  private long minutes;
  private int over;

  LateStage(double limit) {
    this.limit = limit;
    Arrays.setAll(hoursOfBlue, hour -> new FailureCount());
  }

  /** Another green; blue's record stays. */
  void restart() {
    lastStep = new FailureCount();
    begin();
  }

  /** Another weight: what green did until now is on record. */
  void setWeight() {
    if (step.requests() >= LEAST) {
      lastStep = step;
    }
    begin();
  }

  private void begin() {
    step = new FailureCount();
    minute.clear();
    over = 0;
  }

  /** Another blue: its record is another one's. */
  void forgetBlue() {
    for (FailureCount hour : hoursOfBlue) {
      hour.clear();
    }
  }

  void record(Stack stack, boolean isFailure) {
    if (stack == Stack.BLUE) {
      hoursOfBlue[hour()].count(isFailure);
    } else {
      minute.count(isFailure);
      step.count(isFailure);
    }
  }

  void tick(long nowNanos) {
    long now = Math.floorDiv(nowNanos, RecentTraffic.MINUTE);
    if (now == minutes) {
      return;
    }
    int before = hour();
    minutes = now;
    if (hour() != before) {
      hoursOfBlue[hour()].clear();
    }
    over = minute.rate() > limit ? over + 1 : 0;
    minute.clear();
  }

  private int hour() {
    return (int) Math.floorMod(minutes / TimeUnit.HOURS.toMinutes(1), (long) HOURS);
  }

  /** Whether green must go, by what it did in the last five minutes. */
  boolean isOver(Weight weight, Sum green, Sum blue) {
    return weight.compareTo(FROM) > 0
        && over >= MINUTES
        && green.failedUsers() >= USERS
        && isWorse(green.rate(), recordOfBlue())
        && isWorse(green.rate(), lastStep.rate())
        && !(blue.rate() > limit);
  }

  /** What is not on record is no excuse. */
  private static boolean isWorse(double rate, double record) {
    return Double.isNaN(record) || rate >= Gates.LEAST_RATIO * record;
  }

  private double recordOfBlue() {
    FailureCount hour = hoursOfBlue[hour()];
    return hour.requests() < LEAST ? Double.NaN : hour.rate();
  }

  String sentence(Sum green, Sum blue) {
    return String.format(
        Locale.ROOT,
        "green has been over its limit for %d minutes on end: it failed %d of %d requests in the"
            + " last five, of %d users; blue %d of %d, in this hour of the day before %s, and green"
            + " at the weight before %s",
        over,
        green.failures(),
        green.requests(),
        green.failedUsers(),
        blue.failures(),
        blue.requests(),
        percent(recordOfBlue()),
        percent(lastStep.rate()));
  }

  private static String percent(double share) {
    return Double.isNaN(share)
        ? "(not on record)"
        : String.format(Locale.ROOT, "%.2f %%", 100 * share);
  }
}
