package io.canaryrouter.judge;

import static org.assertj.core.api.Assertions.assertThat;

import io.canaryrouter.judge.RecentTraffic.Sum;
import io.canaryrouter.measure.Outcome;
import io.canaryrouter.measure.Sample;
import io.canaryrouter.routes.Route;
import io.canaryrouter.split.Stack;
import io.canaryrouter.split.StackHealth;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What moves people when there is nobody on blue to compare them with. */
class UncontrolledTest {
  private static final long NOW = TimeUnit.DAYS.toNanos(3);

  private final Uncontrolled rule = new Uncontrolled();
  private long goodProbes = 5;
  private long failedProbes;

  private void failed(long user, int times) {
    send(user, times, Outcome.SERVER_ERROR, false);
  }

  private void send(long user, int times, Outcome outcome, boolean isRescued) {
    for (int i = 0; i < times; i++) {
      Sample sample =
          new Sample(
              NOW, 1, Stack.GREEN, outcome, 200, isRescued, true, user, 1_000_000, Route.OTHER);
      rule.record(sample, user, outcome == Outcome.SERVER_ERROR);
    }
  }

  private void probed(int good, int failed) {
    goodProbes += good;
    failedProbes += failed;
    rule.health(new StackHealth(1, 1, goodProbes, failedProbes));
  }

  private boolean isDown(int activeUsers) {
    return rule.isDown(new Sum(1_000, 5, activeUsers, 1));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0, true",
    "19, 4, true",
    "19, 19, false",
    "400, 4, false",
    "20, 5, false",
    "0, 0, true"
  })
  void blueIsNoControlBelowTwentyRequestsOfFiveUsersInTenMinutes(
      int requests, int users, boolean isWithout) {
    RecentTraffic recent = new RecentTraffic(NOW);
    for (int i = 0; i < requests; i++) {
      recent.record(i % users, Stack.BLUE, false);
    }
    assertThat(Uncontrolled.isWithoutControl(recent)).isEqualTo(isWithout);
    recent.tick(NOW + RecentTraffic.LONGEST - 1);
    assertThat(Uncontrolled.isWithoutControl(recent)).as("just now").isEqualTo(isWithout);
    recent.tick(NOW + RecentTraffic.LONGEST + TimeUnit.SECONDS.toNanos(10));
    assertThat(Uncontrolled.isWithoutControl(recent)).as("ten minutes later").isTrue();
  }

  @Test
  void halfOfTheActiveUsersFailingAndNobodyElseSucceedingIsAnOutage() {
    failed(1, 2);
    failed(2, 1);
    failed(3, 1);
    assertThat(isDown(6)).as("four failures").isFalse();
    failed(2, 1);
    assertThat(isDown(6)).isTrue();
    assertThat(isDown(7)).as("fewer than half of seven").isFalse();
    assertThat(rule.sentence(new Sum(90, 5, 6, 3), new Sum(3, 1, 2, 1)))
        .isEqualTo(
            "green failed its last 5 requests, of 3 of 6 active users, and nobody else succeeded;"
                + " blue, which hardly anybody is on, answered 0 of them in its place, and failed 1"
                + " of its own 3 in ten minutes");
  }

  @Test
  void anotherUsersSuccessShowsThatGreenWorks() {
    failed(1, 5);
    failed(2, 5);
    failed(3, 5);
    send(4, 1, Outcome.OK, false);
    assertThat(isDown(4)).isFalse();
    failed(1, 3);
    failed(2, 1);
    failed(3, 1);
    assertThat(isDown(4)).as("after five more").isTrue();
  }

  @Test
  void aMissingPageIsNoSuccess() {
    failed(1, 5);
    failed(2, 5);
    failed(3, 5);
    send(4, 1, Outcome.CLIENT_ERROR, false);
    send(4, 1, Outcome.AUTH, false);
    assertThat(isDown(4)).isTrue();
  }

  @Test
  void oneWhoHasFailedAndSucceedsIsHelped() {
    failed(1, 5);
    failed(2, 5);
    failed(3, 5);
    failed(4, 5);
    send(4, 1, Outcome.OK, false);
    assertThat(isDown(6)).as("three of six").isTrue();
    assertThat(isDown(7)).as("three of seven").isFalse();
    send(3, 1, Outcome.OK, false);
    send(2, 1, Outcome.OK, false);
    send(1, 1, Outcome.OK, false);
    failed(1, 4);
    failed(2, 0);
    assertThat(isDown(1)).as("begins anew").isFalse();
  }

  @Test
  void aSingleUsersStormIsNoOutage() {
    failed(1, 10_000);
    probed(1_000, 0);
    assertThat(isDown(1)).isFalse();
  }

  @Test
  void aSingleUserIsBelievedOnceThreeProbesHaveFailedAndNoneHasNot() {
    probed(1, 2);
    failed(1, 5);
    probed(0, 2);
    assertThat(isDown(1)).as("two failed").isFalse();
    probed(0, 1);
    assertThat(isDown(1)).isTrue();
    probed(1, 0);
    assertThat(isDown(1)).as("one has not").isFalse();
  }

  @Test
  void aSingleUserIsBelievedOnceBlueHasAnsweredThreeOfTheRequests() {
    send(1, 2, Outcome.SERVER_ERROR, true);
    failed(1, 5);
    assertThat(isDown(1)).isFalse();
    send(1, 1, Outcome.SERVER_ERROR, true);
    assertThat(isDown(1)).isTrue();
  }

  @Test
  void ofManyUsersSixtyFourAreEnough() {
    for (int user = 1; user <= 63; user++) {
      failed(user, 1);
    }
    assertThat(isDown(1_000)).isFalse();
    for (int user = 64; user <= 1_000; user++) {
      failed(user, 1);
    }
    assertThat(isDown(1_000)).isTrue();
    assertThat(rule.sentence(new Sum(9_000, 5, 1_000, 2), new Sum(0, 0, 0, 0)))
        .contains("1000 requests, of at least 64 of 1000 active users");
  }

  @Test
  void anotherWeightOrGreenBeginsAnew() {
    failed(1, 9);
    failed(2, 9);
    rule.restart();
    assertThat(isDown(2)).isFalse();
    failed(1, 4);
    assertThat(isDown(2)).isFalse();
  }
}
