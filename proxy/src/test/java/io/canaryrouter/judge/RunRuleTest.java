package io.canaryrouter.judge;

import static org.assertj.core.api.Assertions.assertThat;

import io.canaryrouter.judge.Verdict.Level;
import io.canaryrouter.measure.Outcome;
import io.canaryrouter.measure.Sample;
import io.canaryrouter.split.Stack;
import io.canaryrouter.split.Weight;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

class RunRuleTest {
  private static final Weight TENTH = new Weight(1_000);

  private final RunRule rule = new RunRule();

  @BeforeEach
  void start() {
    rule.start(0, TENTH);
  }

  @ParameterizedTest
  @EnumSource(names = {"SERVER_ERROR", "TIMEOUT", "RESET", "HUNG", "REFUSED"})
  void fiveFailuresOfThreeUsersTripWhileBlueIsWell(Outcome failure) {
    for (int i = 0; i < 5; i++) {
      green(failure, i % 3);
    }
    blue(Outcome.OK, 2);
    assertThat(rule.verdict().level()).isNotEqualTo(Level.CRITICAL);
    blue(Outcome.OK, 1);
    assertThat(rule.verdict().level()).isEqualTo(Level.CRITICAL);
  }

  @Test
  void theVerdictTellsTheNumbersOfBothStacks() {
    for (int i = 0; i < 5; i++) {
      green(Outcome.SERVER_ERROR, i);
    }
    blue(Outcome.SERVER_ERROR, 1);
    blue(Outcome.OK, 4);
    assertThat(rule.verdict())
        .isEqualTo(
            new Verdict(
                Level.CRITICAL,
                "consecutive",
                "green's last 5 requests, of 3 users or more, all failed while blue answered 3 and"
                    + " failed 1",
                Evidence.untested(
                    Evidence.Arm.ofHits(5, 5, Evidence.Arm.UNKNOWN, Evidence.Arm.UNKNOWN),
                    Evidence.Arm.ofHits(4, 1, Evidence.Arm.UNKNOWN, Evidence.Arm.UNKNOWN))));
  }

  @Test
  void refusedConnectionsTripWhoeverAsks() {
    greenRefusesWhileBlueIsWell();
    assertThat(rule.verdict().level()).isEqualTo(Level.CRITICAL);
    assertThat(rule.verdict().reason()).isEqualTo("refused");
  }

  @Test
  void refusedConnectionsThatBlueSavedTripEvenWithoutUsersOnBlue() {
    rule.setWeight(0, Weight.ALL);
    for (int i = 0; i < 5; i++) {
      rule.record(sample(Stack.GREEN, Outcome.REFUSED, true, true, 1));
    }
    assertThat(rule.verdict().level()).isEqualTo(Level.CRITICAL);
  }

  @Test
  void aTunnelIsNoSuccessThatEndsARunOfFailures() {
    for (int i = 0; i < 5; i++) {
      green(Outcome.REFUSED, 1);
      green(Outcome.TUNNEL, 1);
    }
    blue(Outcome.OK, 3);
    assertThat(rule.verdict().level()).isEqualTo(Level.CRITICAL);
  }

  @Test
  void oneUsersStormOfErrorsDoesNotTrip() {
    for (int i = 0; i < 10_000; i++) {
      green(Outcome.SERVER_ERROR, 1);
      green(Outcome.SERVER_ERROR, 2);
      blue(Outcome.OK, 9);
    }
    assertThat(rule.verdict().level()).isNotEqualTo(Level.CRITICAL);
  }

  @Test
  void aSuccessEndsTheRun() {
    for (int round = 0; round < 100; round++) {
      for (int i = 0; i < 4; i++) {
        green(Outcome.SERVER_ERROR, i);
      }
      blue(Outcome.OK, 9);
      green(Outcome.CLIENT_ERROR, 7);
    }
    assertThat(rule.verdict().level()).isEqualTo(Level.OK);
  }

  @Test
  void blueSuccessesBeforeTheRunProveNothing() {
    blue(Outcome.OK, 1_000);
    for (int i = 0; i < 100; i++) {
      green(Outcome.SERVER_ERROR, i);
    }
    assertThat(rule.verdict().level()).isEqualTo(Level.WARNING);
    assertThat(rule.verdict().reason()).isEqualTo("unconfirmed");
  }

  @Test
  void anOutageOfBothStacksDoesNotTripAndIsSaid() {
    for (int i = 0; i < 100; i++) {
      green(Outcome.REFUSED, i);
      blue(Outcome.REFUSED, 9);
    }
    assertThat(rule.verdict().level()).isEqualTo(Level.WARNING);
    assertThat(rule.verdict().reason()).isEqualTo("shared");
  }

  @ParameterizedTest
  @EnumSource(
      mode = Mode.INCLUDE,
      names = {"CLIENT_ABORT", "SHED", "BAD_REQUEST"})
  void whatClientOrRouterCausedNeitherExtendsNorEndsARun(Outcome neutral) {
    for (int i = 0; i < 4; i++) {
      green(Outcome.RESET, i);
      green(neutral, 9);
      blue(neutral, 5);
    }
    blue(Outcome.OK, 3);
    assertThat(rule.verdict().level()).isEqualTo(Level.INCONCLUSIVE);
    green(Outcome.RESET, 8);
    assertThat(rule.verdict().level()).isEqualTo(Level.CRITICAL);
  }

  @Test
  void requestsThatTheHashDidNotAssignCountForNeitherSide() {
    for (int i = 0; i < 100; i++) {
      rule.record(sample(Stack.GREEN, Outcome.REFUSED, false, false, i));
      rule.record(sample(Stack.BLUE, Outcome.OK, false, false, i));
    }
    assertThat(rule.verdict().level()).isEqualTo(Level.INCONCLUSIVE);
  }

  @Test
  void theVerdictStandsUntilTheNextStart() {
    greenRefusesWhileBlueIsWell();
    green(Outcome.OK, 1);
    assertThat(rule.verdict().level()).isEqualTo(Level.CRITICAL);
    rule.start(1, TENTH);
    assertThat(rule.verdict().level()).isEqualTo(Level.INCONCLUSIVE);
  }

  @Test
  void nothingIsConcludedFromFewRequestsNorWithoutGreenUsers() {
    greenSuccesses(RunRule.MIN_GREEN_REQUESTS - 1);
    assertThat(rule.verdict().level()).isEqualTo(Level.INCONCLUSIVE);
    greenSuccesses(1);
    assertThat(rule.verdict().level()).isEqualTo(Level.OK);
    rule.setWeight(0, Weight.NONE);
    assertThat(rule.verdict().level()).isEqualTo(Level.INCONCLUSIVE);
  }

  @Test
  void lostSamplesBreakARunAndLeaveAMinuteInconclusive() {
    greenSuccesses(RunRule.MIN_GREEN_REQUESTS);
    for (int i = 0; i < 4; i++) {
      green(Outcome.REFUSED, i);
    }
    blue(Outcome.OK, 3);
    rule.lost(1_000, 5);
    green(Outcome.REFUSED, 4);
    assertThat(rule.verdict().level()).isEqualTo(Level.INCONCLUSIVE);
    greenSuccesses(1);
    rule.tick(1_000 + RunRule.LOSS_NANOS - 1);
    assertThat(rule.verdict().level()).isEqualTo(Level.INCONCLUSIVE);
    rule.tick(1_000 + RunRule.LOSS_NANOS);
    assertThat(rule.verdict().level()).isEqualTo(Level.OK);
  }

  @Test
  void aRunSeenWholeAfterALossStillTrips() {
    rule.lost(0, 1);
    greenRefusesWhileBlueIsWell();
    assertThat(rule.verdict().level()).isEqualTo(Level.CRITICAL);
  }

  @Test
  void whenBlueFailsAsWellItNeverTrips() {
    for (long seed = 0; seed < 300; seed++) {
      Random random = new Random(seed);
      rule.start(0, TENTH);
      for (int i = 0; i < 500; i++) {
        Stack stack = random.nextInt(10) < 3 ? Stack.GREEN : Stack.BLUE;
        Outcome outcome =
            stack == Stack.BLUE || random.nextInt(10) > 0 ? failure(random) : Outcome.OK;
        rule.record(sample(stack, outcome, false, true, random.nextInt(20)));
        assertThat(rule.verdict().level())
            .as("seed %d step %d", seed, i)
            .isNotEqualTo(Level.CRITICAL);
      }
    }
  }

  @Test
  void whenGreenIsDownItTripsWithinAFewOfItsRequests() {
    for (long seed = 0; seed < 300; seed++) {
      Random random = new Random(seed);
      rule.start(0, TENTH);
      int greenRequests = 0;
      while (rule.verdict().level() != Level.CRITICAL) {
        boolean isGreen = random.nextInt(10) == 0;
        greenRequests += isGreen ? 1 : 0;
        Outcome outcome = isGreen ? failure(random) : Outcome.OK;
        rule.record(
            sample(isGreen ? Stack.GREEN : Stack.BLUE, outcome, false, true, random.nextInt(50)));
        assertThat(greenRequests).as("seed %d", seed).isLessThanOrEqualTo(10);
      }
    }
  }

  @Test
  void theSameSamplesGiveTheSameVerdicts() {
    for (long seed = 0; seed < 100; seed++) {
      assertThat(verdictAfter(seed)).as("seed %d", seed).isEqualTo(verdictAfter(seed));
    }
  }

  private static Verdict verdictAfter(long seed) {
    Random random = new Random(seed);
    RunRule rule = new RunRule();
    rule.start(0, TENTH);
    Outcome[] outcomes = Outcome.values();
    for (int i = 0; i < 300; i++) {
      Stack stack = random.nextBoolean() ? Stack.GREEN : Stack.BLUE;
      Outcome outcome = outcomes[random.nextInt(outcomes.length)];
      rule.record(sample(stack, outcome, random.nextBoolean(), true, random.nextInt(5)));
    }
    return rule.verdict();
  }

  private static Outcome failure(Random random) {
    Outcome[] failures = {
      Outcome.SERVER_ERROR, Outcome.TIMEOUT, Outcome.RESET, Outcome.REFUSED, Outcome.HUNG
    };
    return failures[random.nextInt(failures.length)];
  }

  private void greenRefusesWhileBlueIsWell() {
    for (int i = 0; i < 5; i++) {
      green(Outcome.REFUSED, 1);
    }
    blue(Outcome.OK, 3);
  }

  private void greenSuccesses(int count) {
    for (int i = 0; i < count; i++) {
      green(Outcome.OK, i);
    }
  }

  private void green(Outcome outcome, long user) {
    rule.record(sample(Stack.GREEN, outcome, false, true, user));
  }

  private void blue(Outcome outcome, int count) {
    for (int i = 0; i < count; i++) {
      rule.record(sample(Stack.BLUE, outcome, false, true, 100 + i));
    }
  }

  private static Sample sample(
      Stack stack, Outcome outcome, boolean rescued, boolean judged, long user) {
    return new Sample(0, 1, stack, outcome, 0, rescued, judged, user, -1, "other");
  }
}
