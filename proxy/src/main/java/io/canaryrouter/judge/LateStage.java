package io.canaryrouter.judge;

import io.canaryrouter.judge.RecentTraffic.Sum;
import io.canaryrouter.split.Stack;
import io.canaryrouter.split.Weight;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * The rule for when blue has less than a tenth of the users, too few to prove anything soon: green
 * is over its limit in {@value #MINUTES} minutes on end, {@value #USERS} users at least are hurt,
 * and it is worse than what is on record.
 *
 * <p>On record are blue's failures in the same hour of the day before, or in this hour as long as
 * there are none, and green's at the weight before this one. A user's failures count once a minute,
 * so that one user's storm is no bad minute. Owned by the control thread. Memory: 65 KiB.
 */
final class LateStage {
  static final String NAME = "late_stage";

  private static final Weight FROM = new Weight(9_000);
  private static final int MINUTES = 5;
  private static final int USERS = 10;
  private static final int HOURS = 24;
  private static final long HOUR = TimeUnit.HOURS.toNanos(1);

  /** Requests of an hour or a step that make it a record. */
  private static final int LEAST = 100;

  private final double limit;

  /** Blue's requests by the hour of the day, of hours that are over. */
  private final FailureCount[] hoursOfBlue = new FailureCount[HOURS];

  private final UserCap failures = new UserCap(0, 1);
  private final FailureCount minute = new FailureCount();

  /** Of the minutes on end in which green has been over its limit. */
  private final FailureCount badMinutes = new FailureCount();

  private FailureCount thisHourOfBlue = new FailureCount();
  private FailureCount step = new FailureCount();
  private FailureCount lastStep = new FailureCount();
  private long hour;
  private long minuteNanos;
  private int over;

  LateStage(double limit) {
    this.limit = limit;
    forgetBlue();
  }

  /** Another green; blue's record stays. */
  void restart(long nowNanos) {
    lastStep = new FailureCount();
    turnHour(Math.floorDiv(nowNanos, HOUR));
    begin(nowNanos);
  }

  /** Another weight: what green did until now is on record. */
  void setWeight(long nowNanos) {
    if (step.requests() >= LEAST) {
      lastStep = step;
    }
    begin(nowNanos);
  }

  private void begin(long nowNanos) {
    step = new FailureCount();
    minuteNanos = nowNanos;
    failures.restart(nowNanos);
    minute.clear();
    forgive();
  }

  private void forgive() {
    over = 0;
    badMinutes.clear();
  }

  /** Another blue: its record is another one's. */
  void forgetBlue() {
    Arrays.setAll(hoursOfBlue, hour -> new FailureCount());
    thisHourOfBlue = new FailureCount();
  }

  /** Takes a request of a user. */
  void record(long user, Stack stack, boolean isFailure) {
    if (isFailure && !failures.admit(user)) {
      return;
    }
    if (stack == Stack.BLUE) {
      thisHourOfBlue.count(isFailure);
    } else {
      minute.count(isFailure);
      step.count(isFailure);
    }
  }

  /** Lets time pass; a leap over minutes that nobody has seen is no bad minute. */
  void tick(long nowNanos) {
    failures.tick(nowNanos);
    turnHour(Math.floorDiv(nowNanos, HOUR));
    long passed = (nowNanos - minuteNanos) / RecentTraffic.MINUTE;
    if (passed <= 0) {
      return;
    }
    minuteNanos += passed * RecentTraffic.MINUTE;
    if (passed == 1 && minute.rate() > limit) {
      over++;
      badMinutes.add(minute);
    } else {
      forgive();
    }
    minute.clear();
  }

  private void turnHour(long now) {
    if (now == hour) {
      return;
    }
    if (now - hour < 0 || now - hour >= HOURS) {
      forgetBlue();
    } else if (thisHourOfBlue.requests() >= LEAST) {
      hoursOfBlue[place(hour)] = thisHourOfBlue;
    }
    thisHourOfBlue = new FailureCount();
    hour = now;
  }

  private static int place(long hour) {
    return (int) Math.floorMod(hour, (long) HOURS);
  }

  /** Whether green must go, when these are both stacks' users of the last five minutes. */
  boolean isOver(Weight weight, Sum green, Sum blue) {
    return weight.compareTo(FROM) > 0
        && over >= MINUTES
        && green.failedUsers() >= USERS
        && isWorse(badMinutes.rate(), recordOfBlue())
        && isWorse(badMinutes.rate(), lastStep.rate())
        && !(blue.rate() > limit);
  }

  /** What is not on record is no excuse. */
  private static boolean isWorse(double rate, double record) {
    return Double.isNaN(record) || rate >= Gates.LEAST_RATIO * record;
  }

  private double recordOfBlue() {
    FailureCount yesterday = hoursOfBlue[place(hour)];
    FailureCount record = yesterday.requests() > 0 ? yesterday : thisHourOfBlue;
    return record.requests() < LEAST ? Double.NaN : record.rate();
  }

  /** What is on record: 432 bytes. */
  void writeTo(DataOutput out) throws IOException {
    for (int ago = 1; ago <= HOURS; ago++) {
      hoursOfBlue[place(hour - ago)].writeTo(out);
    }
    thisHourOfBlue.writeTo(out);
    step.writeTo(out);
    lastStep.writeTo(out);
  }

  /** Goes on as if it were the same hour still; its owner forgets all of it when this throws. */
  void readFrom(DataInput in) throws IOException {
    for (int ago = 1; ago <= HOURS; ago++) {
      hoursOfBlue[place(hour - ago)] = FailureCount.readFrom(in);
    }
    thisHourOfBlue = FailureCount.readFrom(in);
    step = FailureCount.readFrom(in);
    lastStep = FailureCount.readFrom(in);
  }

  String sentence(Sum green, Sum blue) {
    return String.format(
        Locale.ROOT,
        "green has been over its limit of %s for %d minutes on end, each user counting once a"
            + " minute: it failed %s requests; in the last five minutes it failed %d of %d, of %d"
            + " users, blue %d of %d; on record are blue in this hour of the day with %s, and green"
            + " at the weight before with %s",
        percent(limit),
        over,
        badMinutes,
        green.failures(),
        green.requests(),
        green.failedUsers(),
        blue.failures(),
        blue.requests(),
        percent(recordOfBlue()),
        percent(lastStep.rate()));
  }

  private static String percent(double share) {
    return Double.isNaN(share) ? "nothing" : String.format(Locale.ROOT, "%.2f %%", 100 * share);
  }
}
