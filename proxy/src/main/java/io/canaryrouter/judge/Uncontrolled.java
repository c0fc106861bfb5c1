package io.canaryrouter.judge;

import io.canaryrouter.judge.RecentTraffic.Sum;
import io.canaryrouter.measure.Outcome;
import io.canaryrouter.measure.Sample;
import io.canaryrouter.split.Stack;
import io.canaryrouter.split.StackHealth;

/**
 * The rule for when there is no control, since hardly anybody is on blue: half of green's active
 * users fail, and meanwhile no other user of green succeeds.
 *
 * <p>There is no control when blue had fewer than {@value #BLUE_REQUESTS} requests, and those of
 * fewer than {@value #BLUE_USERS} users, in ten minutes. It takes {@value #FAILURES} failures in a
 * row, as {@link RunRule} does; {@value #MOST_USERS} users are enough, however many are active, and
 * only a success is one, since a missing page is soon asked for. One user or two may be broken
 * rather than green: then blue must have answered {@value #OPINIONS} of the failed requests in
 * green's place, or as many of green's probes have failed since, and none has not. Owned by the
 * control thread.
 */
final class Uncontrolled {
  static final String NAME = "no_control";

  private static final int BLUE_REQUESTS = 20;
  private static final int BLUE_USERS = 5;
  private static final int FAILURES = 5;
  private static final int OPINIONS = 3;
  private static final int ENOUGH_USERS = 3;
  private static final int MOST_USERS = 64;

  private final long[] users = new long[MOST_USERS];
  private int count;
  private long failures;
  private long rescued;
  private StackHealth green = StackHealth.UNKNOWN;
  private StackHealth before = StackHealth.UNKNOWN;

  void restart() {
    count = 0;
    failures = 0;
    rescued = 0;
  }

  static boolean isWithoutControl(RecentTraffic recent) {
    Sum blue = recent.last(Stack.BLUE, RecentTraffic.LONGEST);
    return blue.requests() < BLUE_REQUESTS && blue.users() < BLUE_USERS;
  }

  void health(StackHealth green) {
    this.green = green;
  }

  /** Takes a request of green. */
  void record(Sample sample, long user, boolean isFailure) {
    if (isFailure) {
      if (failures == 0) {
        before = green;
      }
      failures++;
      rescued += sample.rescued() ? 1 : 0;
      add(user);
    } else if (sample.outcome() == Outcome.OK) {
      succeeded(user);
    }
  }

  private void add(long user) {
    if (indexOf(user) < 0 && count < MOST_USERS) {
      users[count++] = user;
    }
  }

  /** One who failed and succeeds has been helped; another who succeeds shows that green works. */
  private void succeeded(long user) {
    int index = indexOf(user);
    if (index >= 0) {
      users[index] = users[--count];
    }
    if (index < 0 || count == 0) {
      restart();
    }
  }

  private int indexOf(long user) {
    for (int i = 0; i < count; i++) {
      if (users[i] == user) {
        return i;
      }
    }
    return -1;
  }

  /** Whether green is down as far as anybody can tell. */
  boolean isDown(Sum greenUsers) {
    boolean areMost = 2 * count >= greenUsers.users() || count == MOST_USERS;
    boolean isRun = failures >= FAILURES && areMost;
    return isRun && (count >= ENOUGH_USERS || rescued >= OPINIONS || isProbedDown());
  }

  private boolean isProbedDown() {
    return green.goodProbes() == before.goodProbes()
        && green.failedProbes() - before.failedProbes() >= OPINIONS;
  }

  String sentence(Sum greenUsers, Sum blue) {
    return "green failed its last "
        + failures
        + " requests, of "
        + (count == MOST_USERS ? "at least " : "")
        + count
        + " of "
        + Math.max(count, greenUsers.users())
        + " active users, and nobody else succeeded; blue, which hardly anybody is on, answered "
        + rescued
        + " of them in its place, and failed "
        + blue.failures()
        + " of its own "
        + blue.requests()
        + " in ten minutes";
  }
}
