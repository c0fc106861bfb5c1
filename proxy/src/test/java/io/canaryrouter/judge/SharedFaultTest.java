package io.canaryrouter.judge;

import static org.assertj.core.api.Assertions.assertThat;

import io.canaryrouter.split.Stack;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** When both stacks are ill, and when that is worth a trial of blue. */
class SharedFaultTest {
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  private final SharedFault shared = new SharedFault(0.01);
  private long nanos = TimeUnit.DAYS.toNanos(3);
  private final RecentTraffic recent = new RecentTraffic(nanos);
  private long users;
  private boolean isGreenIll;
  private boolean isBlueIll;

  SharedFaultTest() {
    shared.raised(nanos);
  }

  /** Seconds of five users of each stack, all of whom fail where it is ill. */
  private void seconds(int count) {
    for (int i = 0; i < count; i++) {
      nanos += SECOND;
      for (int user = 0; user < 5; user++) {
        recent.record(users++, Stack.GREEN, isGreenIll);
        recent.record(users++, Stack.BLUE, isBlueIll);
      }
      recent.tick(nanos);
      shared.tick(nanos, recent);
    }
  }

  private void bothAreIll(boolean areIll) {
    isGreenIll = areIll;
    isBlueIll = areIll;
  }

  /** Until the last minute is free of what was. */
  private void recover() {
    bothAreIll(false);
    seconds(80);
    assertThat(shared.isShared()).isFalse();
  }

  /** The second in which the trial is due, among so many; 0 when none is. */
  private int trial(int within) {
    for (int second = 1; second <= within; second++) {
      seconds(1);
      if (shared.isTrialDue()) {
        return second;
      }
    }
    return 0;
  }

  @Test
  void whatBeginsWithinTenMinutesOfARaiseAndLastsAMinuteIsTriedOnce() {
    seconds(590);
    bothAreIll(true);
    assertThat(trial(300)).as("second after it was told").isBetween(61, 64);
    assertThat(shared.sentence())
        .matches(
            "both stacks are ill: in the last minute green failed \\d+ of \\d+ requests \\(\\d+"
                + " users\\), blue \\d+ of \\d+ \\(\\d+ users\\)");
    assertThat(trial(600)).as("once").isZero();
    recover();
    shared.raised(nanos);
    bothAreIll(true);
    assertThat(trial(600)).as("once, whatever is raised").isZero();
  }

  @Test
  void whatLastsLessThanAMinuteIsNotTriedHoweverMuchOfTheMinuteItFills() {
    for (int lasting : new int[] {1, 4, 20, 40}) {
      bothAreIll(true);
      seconds(lasting);
      bothAreIll(false);
      assertThat(trial(120)).as("%d seconds", lasting).isZero();
      recover();
      shared.raised(nanos);
    }
    bothAreIll(true);
    seconds(4);
    isBlueIll = false;
    assertThat(trial(300)).as("then green's alone").isZero();
  }

  @Test
  void whatBeginsLaterIsToldAndNotTried() {
    seconds(601);
    bothAreIll(true);
    assertThat(trial(600)).isZero();
    assertThat(shared.isShared()).isTrue();
  }

  @Test
  void whatWasThereBeforeTheRaiseIsNotTriedForIt() {
    seconds(700);
    bothAreIll(true);
    seconds(120);
    shared.raised(nanos);
    assertThat(trial(600)).isZero();
  }

  @Test
  void aSecondRaiseDoesNotCallOffTheTrialOfTheFirst() {
    bothAreIll(true);
    seconds(30);
    shared.raised(nanos);
    assertThat(trial(60)).isPositive();
  }

  @Test
  void anotherGreenIsTriedAgain() {
    bothAreIll(true);
    assertThat(trial(100)).isPositive();
    recover();
    seconds(700);
    shared.renewed(nanos);
    bothAreIll(true);
    assertThat(trial(100)).isPositive();
  }

  @Test
  void oneStackAloneIsNotBoth() {
    isGreenIll = true;
    seconds(200);
    assertThat(shared.isShared()).isFalse();
    assertThat(shared.isBlueAlone()).isFalse();
    isGreenIll = false;
    isBlueIll = true;
    seconds(500);
    assertThat(shared.isShared()).isFalse();
    assertThat(shared.isBlueAlone()).isTrue();
  }

  /** The evidence begins anew where blue is ill alone; often by chance, it would not be proof. */
  @Test
  void aMinuteInWhichGreenIsLuckierDoesNotMakeBlueIllAlone() {
    SplittableRandom random = new SplittableRandom(8);
    for (int second = 0; second < 10_000; second++) {
      for (int i = 0; i < 90; i++) {
        recent.record(users++, Stack.BLUE, random.nextInt(33) == 0);
      }
      for (int i = 0; i < 10; i++) {
        recent.record(users++, Stack.GREEN, random.nextInt(33) == 0);
      }
      nanos += SECOND;
      recent.tick(nanos);
      shared.tick(nanos, recent);
      assertThat(shared.isBlueAlone()).isFalse();
    }
  }

  @Test
  void stormsOfTwoUsersOnEachAreNoIllness() {
    for (int i = 0; i < 600; i++) {
      recent.record(1 + i % 2, Stack.GREEN, true);
      recent.record(3 + i % 2, Stack.BLUE, true);
      seconds(1);
      assertThat(shared.isShared()).isFalse();
    }
  }
}
