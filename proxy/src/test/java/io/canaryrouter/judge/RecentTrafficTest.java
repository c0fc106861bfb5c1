package io.canaryrouter.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.canaryrouter.judge.RecentTraffic.Sum;
import io.canaryrouter.split.Stack;
import io.canaryrouter.testing.Footprint;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What both stacks had in the last ten minutes. */
class RecentTrafficTest {
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
  private static final long ORIGIN = Long.MAX_VALUE - 900 * SECOND;

  private final RecentTraffic recent = new RecentTraffic(ORIGIN);
  private final SplittableRandom random = new SplittableRandom(1);

  private record Seen(long slot, long user, boolean isFailure) {}

  @Test
  void eachTimeHoldsWhatAListOfAllRequestsWouldHold() {
    List<Seen> all = new ArrayList<>();
    for (int second = 0; second < 1_800; second++) {
      for (int i = random.nextInt(6); i > 0; i--) {
        Seen seen = new Seen(second / 10, random.nextInt(60), random.nextInt(4) == 0);
        all.add(seen);
        recent.record(seen.user, Stack.GREEN, seen.isFailure);
      }
      recent.tick(ORIGIN + (second + 1) * SECOND);
      int minutes = 1 + random.nextInt(10);
      long now = (second + 1L) / 10;
      assertIs(
          recent.last(Stack.GREEN, minutes * RecentTraffic.MINUTE),
          all.stream().filter(seen -> seen.slot >= now - 6L * minutes).toList());
      assertThat(recent.last(Stack.BLUE, RecentTraffic.LONGEST).requests()).isZero();
    }
  }

  private static void assertIs(Sum sum, List<Seen> expected) {
    Set<Long> users = new HashSet<>();
    Set<Long> failed = new HashSet<>();
    for (Seen seen : expected) {
      users.add(seen.user);
      if (seen.isFailure) {
        failed.add(seen.user);
      }
    }
    assertThat(sum.requests()).isEqualTo(expected.size());
    assertThat(sum.failures()).isEqualTo(expected.stream().filter(Seen::isFailure).count());
    assertThat((double) sum.users()).isCloseTo(users.size(), within(4.0));
    assertThat((double) sum.failedUsers()).isCloseTo(failed.size(), within(4.0));
  }

  @Test
  void aFewUsersAreCountedNearlyExactlyAndMillionsAreMany() {
    int counted = 0;
    for (int users : new int[] {1, 5, 20, 100, 500}) {
      recent.restart(ORIGIN);
      for (int i = 0; i < users; i++) {
        long user = random.nextLong();
        recent.record(user, Stack.BLUE, false);
        recent.record(user, Stack.BLUE, false);
      }
      counted = recent.last(Stack.BLUE, RecentTraffic.MINUTE).users();
      assertThat((double) counted).isCloseTo(users, within(1 + 0.06 * users));
    }
    long room = Footprint.of(recent);
    for (int i = 0; i < 1_000_000; i++) {
      recent.record(random.nextLong(), Stack.BLUE, true);
    }
    Sum all = recent.last(Stack.BLUE, RecentTraffic.MINUTE);
    assertThat(all.requests()).isEqualTo(1_001_000);
    assertThat(all.users()).isGreaterThan(5_000);
    assertThat(Footprint.of(recent)).isEqualTo(room);
  }

  @Test
  void timeThatStepsBackStandsStillAndOneThatLeapsEmptiesIt() {
    recent.record(1, Stack.GREEN, true);
    recent.tick(ORIGIN - 3_600 * SECOND);
    assertThat(recent.last(Stack.GREEN, RecentTraffic.MINUTE).failures()).isOne();
    recent.tick(ORIGIN + TimeUnit.DAYS.toNanos(3));
    assertThat(recent.last(Stack.GREEN, RecentTraffic.LONGEST)).isEqualTo(new Sum(0, 0, 0, 0));
    recent.record(1, Stack.GREEN, true);
    recent.tick(ORIGIN + TimeUnit.DAYS.toNanos(3) + RecentTraffic.LONGEST / 2);
    assertThat(recent.last(Stack.GREEN, RecentTraffic.MINUTE).requests()).as("goes on").isZero();
    assertThat(recent.last(Stack.GREEN, RecentTraffic.LONGEST).requests()).isOne();
  }

  @Test
  void requestsAMinuteAreThoseOfTheTimeThereHasBeen() {
    assertThat(recent.perMinute()).isZero();
    for (int second = 1; second <= 200; second++) {
      recent.record(second, Stack.GREEN, false);
      recent.record(second, Stack.BLUE, false);
      recent.record(second, Stack.BLUE, false);
      recent.tick(ORIGIN + second * SECOND);
      if (second % 10 == 9) {
        assertThat(recent.perMinute()).isCloseTo(180, within(30.0));
      }
    }
  }

  @Test
  void whatARateSurelyIsDependsOnHowManyUsersMakeItUp() {
    assertThat(new Sum(0, 0, 0, 0).rate()).isNaN();
    assertThat(new Sum(0, 0, 0, 0).surely(1)).isZero();
    assertThat(new Sum(100, 50, 30, 1).surely(1)).as("one user").isZero();
    assertThat(new Sum(100, 50, 30, 4).surely(1)).isEqualTo(0.25);
    assertThat(new Sum(100, 50, 30, 25).surely(1)).isEqualTo(0.4);
  }
}
