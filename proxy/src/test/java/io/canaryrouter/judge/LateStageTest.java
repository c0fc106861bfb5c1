package io.canaryrouter.judge;

import static org.assertj.core.api.Assertions.assertThat;

import io.canaryrouter.judge.RecentTraffic.Sum;
import io.canaryrouter.split.Stack;
import io.canaryrouter.split.Weight;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What moves everyone back when hardly anybody is left on blue. */
class LateStageTest {
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
  private static final long HOUR = TimeUnit.HOURS.toNanos(1);
  private static final Weight LATE = new Weight(9_500);
  private static final Sum HURT = new Sum(6_000, 120, 400, 10);
  private static final Sum WELL = new Sum(300, 0, 30, 0);

  private final LateStage late = new LateStage(0.01);
  private final SplittableRandom random = new SplittableRandom(1);
  private long nanos = 500 * HOUR;
  private long users;

  LateStageTest() {
    late.restart(nanos);
  }

  /** Minutes of a hundred requests on green, one user each, so many of them failing. */
  private void minutes(int count, int failing) {
    for (int i = 0; i < count; i++) {
      send(Stack.GREEN, 100, failing);
      pass(60 * SECOND);
    }
  }

  private void send(Stack stack, int requests, int failing) {
    for (int i = 0; i < requests; i++) {
      late.record(users++, stack, i < failing);
    }
  }

  private void pass(long time) {
    nanos += time;
    late.tick(nanos);
  }

  private boolean isOver() {
    return late.isOver(LATE, HURT, WELL);
  }

  @Test
  void fiveMinutesOnEndOverTheLimitMoveEveryoneAndFourDoNot() {
    minutes(4, 2);
    assertThat(isOver()).isFalse();
    minutes(1, 2);
    assertThat(isOver()).isTrue();
    assertThat(late.sentence(HURT, WELL))
        .isEqualTo(
            "green has been over its limit of 1.00 % for 5 minutes on end, each user counting once"
                + " a minute: it failed 10 of 500 requests; in the last five minutes it failed 120 of"
                + " 6000, of 10 users, blue 0 of 300; on record are blue in this hour of the day with"
                + " nothing, and green at the weight before with nothing");
  }

  @Test
  void aGoodMinuteBetweenThemOrOneWithoutTrafficBeginsAnew() {
    minutes(4, 2);
    minutes(1, 1);
    minutes(4, 2);
    assertThat(isOver()).as("after a minute at the limit").isFalse();
    pass(60 * SECOND);
    minutes(4, 2);
    assertThat(isOver()).as("after a minute of silence").isFalse();
  }

  @Test
  void minutesAreWholeOnesAndAClockThatLeapsSkipsThem() {
    pass(30 * SECOND);
    late.setWeight(nanos);
    minutes(4, 2);
    send(Stack.GREEN, 100, 2);
    pass(59 * SECOND);
    assertThat(isOver()).as("a second too soon").isFalse();
    pass(SECOND);
    assertThat(isOver()).isTrue();
    minutes(1, 0);
    minutes(4, 2);
    send(Stack.GREEN, 100, 2);
    pass(180 * SECOND);
    assertThat(isOver()).as("after a leap").isFalse();
  }

  @Test
  void itTakesTenAffectedUsersAndABlueBelowATenth() {
    minutes(5, 2);
    assertThat(late.isOver(LATE, new Sum(6_000, 120, 400, 9), WELL)).isFalse();
    assertThat(late.isOver(new Weight(9_000), HURT, WELL)).isFalse();
    assertThat(late.isOver(new Weight(9_001), HURT, WELL)).isTrue();
    assertThat(late.isOver(Weight.ALL, HURT, new Sum(0, 0, 0, 0))).as("no blue").isTrue();
  }

  @Test
  void whenBlueIsOverTheLimitTooItIsNotGreen() {
    minutes(5, 2);
    assertThat(late.isOver(LATE, HURT, new Sum(300, 4, 30, 4))).isFalse();
  }

  @Test
  void whatBlueFailedInTheSameHourOfYesterdayIsNoFaultOfGreen() {
    send(Stack.BLUE, 1_000, 30);
    pass(HOUR);
    send(Stack.BLUE, 1_000, 0);
    pass(22 * HOUR);
    minutes(5, 3);
    assertThat(isOver()).as("an hour that was good yesterday, and is not on record").isTrue();
    pass(HOUR - 300 * SECOND);
    minutes(5, 3);
    assertThat(isOver()).as("the hour in which blue failed 3 % too").isFalse();
    assertThat(late.sentence(HURT, WELL)).contains("blue in this hour of the day with 3.00 %");
    minutes(5, 4);
    assertThat(isOver()).as("3.5 % on the whole").isFalse();
    minutes(30, 4);
    assertThat(isOver()).as("surely a fifth more").isTrue();
    pass(HOUR);
    minutes(5, 3);
    assertThat(isOver()).as("the hour after, in which blue was well").isTrue();
  }

  @Test
  void untilThereIsAYesterdayThisHourOfBlueIsOnRecord() {
    send(Stack.BLUE, 99, 3);
    minutes(5, 3);
    assertThat(isOver()).as("too few for a record").isTrue();
    send(Stack.BLUE, 1, 0);
    assertThat(isOver()).isFalse();
  }

  @Test
  void aRecordOfTwoDaysAgoOrOfAnotherBlueIsNone() {
    send(Stack.BLUE, 1_000, 30);
    pass(HOUR);
    pass(47 * HOUR);
    minutes(5, 3);
    assertThat(isOver()).as("two days later").isTrue();
    send(Stack.BLUE, 1_000, 30);
    assertThat(isOver()).isFalse();
    late.forgetBlue();
    assertThat(isOver()).as("another blue").isTrue();
  }

  @Test
  void whatGreenFailedAtTheStepBeforeIsNoNews() {
    minutes(5, 3);
    late.setWeight(nanos);
    minutes(5, 3);
    assertThat(isOver()).as("as at the step before").isFalse();
    assertThat(late.sentence(HURT, WELL)).contains("green at the weight before with 3.00 %");
    late.setWeight(nanos);
    late.setWeight(nanos);
    minutes(5, 3);
    assertThat(isOver()).as("a step too short for a record does not hide the one before").isFalse();
    late.restart(nanos);
    minutes(5, 3);
    assertThat(isOver()).as("another green").isTrue();
  }

  @Test
  void oneUsersStormIsNoBadMinute() {
    for (int minute = 0; minute < 10; minute++) {
      for (int i = 0; i < 300; i++) {
        late.record(-1, Stack.GREEN, true);
      }
      send(Stack.GREEN, 200, 1);
      pass(60 * SECOND);
      assertThat(isOver()).isFalse();
    }
  }

  @Test
  void neitherClocksNorWeightsThatGoMadMoveAnyoneFromAGreenBelowItsLimit() {
    for (int i = 0; i < 20_000; i++) {
      switch (random.nextInt(200)) {
        case 0 -> late.restart(random.nextLong());
        case 1 -> late.setWeight(random.nextLong());
        case 2 -> nanos = random.nextLong();
        case 3 -> late.forgetBlue();
        default -> nanos += random.nextLong(-SECOND, 20 * SECOND);
      }
      send(Stack.GREEN, 100, 1);
      send(Stack.BLUE, 1, 0);
      late.tick(nanos);
      assertThat(isOver()).isFalse();
    }
  }
}
