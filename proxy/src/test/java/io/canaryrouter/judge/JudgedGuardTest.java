package io.canaryrouter.judge;

import static org.assertj.core.api.Assertions.assertThat;

import io.canaryrouter.judge.Verdict.Level;
import io.canaryrouter.measure.Outcome;
import io.canaryrouter.measure.Sample;
import io.canaryrouter.measure.Sample.Remark;
import io.canaryrouter.routes.Route;
import io.canaryrouter.split.Stack;
import io.canaryrouter.split.StackHealth;
import io.canaryrouter.split.Weight;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What moves people in judged mode, and what does not. */
class JudgedGuardTest {
  private static final long SECOND = 1_000_000_000L;
  private static final Weight TENTH = new Weight(1_000);

  private final JudgedGuard guard =
      new JudgedGuard(GuardSettings.DEFAULT, List.of(), AlphaBudget.DEFAULT);
  private long nanos = 7_000 * SECOND;
  private long users;
  private int healthyBlue = 1;
  private int healthyGreen = 1;
  private boolean areGreensProbesGood = true;
  private long goodProbes = 5;
  private long failedProbes;

  @BeforeEach
  void begin() {
    guard.start(nanos, TENTH);
    second();
  }

  private void second() {
    nanos += SECOND;
    goodProbes += areGreensProbesGood ? 1 : 0;
    failedProbes += areGreensProbesGood ? 0 : 1;
    guard.health(nanos, Stack.GREEN, new StackHealth(1, healthyGreen, goodProbes, failedProbes));
    guard.health(nanos, Stack.BLUE, new StackHealth(1, healthyBlue, 5, 0));
    guard.tick(nanos);
  }

  private void seconds(int count) {
    for (int i = 0; i < count; i++) {
      second();
    }
  }

  private void send(Stack stack, long user, Outcome outcome, int status) {
    send(stack, user, outcome, status, true, user, Remark.NONE);
  }

  private void send(
      Stack stack,
      long user,
      Outcome outcome,
      int status,
      boolean isVerified,
      long network,
      Remark remark) {
    guard.record(
        new Sample(
            nanos,
            1,
            stack,
            outcome,
            status,
            false,
            true,
            user,
            isVerified,
            network,
            5_000_000,
            Route.OTHER,
            remark));
  }

  /** So many users of both stacks, one request each. */
  private void well(int green, int blue) {
    for (int i = 0; i < green; i++) {
      send(Stack.GREEN, users++, Outcome.OK, 200);
    }
    for (int i = 0; i < blue; i++) {
      send(Stack.BLUE, users++, Outcome.OK, 200);
    }
  }

  /** A new user whom a stack has just served. */
  private long served(Stack stack) {
    send(stack, users, Outcome.OK, 200);
    return users++;
  }

  /** Mostly good traffic in which so many new users of green meet this. */
  private void among(int count, Outcome outcome, int status) {
    for (int i = 0; i < count; i++) {
      well(4, 45);
      send(Stack.GREEN, users++, outcome, status);
      second();
    }
  }

  private Verdict verdict() {
    return guard.verdict();
  }

  private Level level() {
    return verdict().level();
  }

  @Test
  void usersNewlyHitByErrorsOnGreenAloneMoveEveryone() {
    among(10, Outcome.SERVER_ERROR, 500);
    assertThat(verdict().action()).isEqualTo(Verdict.Action.FAILOVER);
    assertThat(verdict().reason()).isEqualTo("error_rate");
    assertThat(verdict().sentence())
        .matches(
            "error_rate: (\\d+) of the \\1 users newly hit by errors were on green, which serves"
                + " 10% of users; it hit \\1 of green's \\d+ requests, 0 of blue's \\d+; \\1 of these"
                + " users verified; the limit is 1.00%");
  }

  @Test
  void aThousandFailuresOfOneUserMoveNobody() {
    long user = users++;
    for (int i = 0; i < 1_000; i++) {
      well(1, 9);
      send(Stack.GREEN, user, Outcome.SERVER_ERROR, 500);
      second();
    }
    assertThat(level()).isNotEqualTo(Level.CRITICAL);
  }

  @Test
  void failuresOfBothStacksInTheirSharesMoveNobody() {
    for (int i = 0; i < 300; i++) {
      for (int j = 0; j < 9; j++) {
        send(Stack.BLUE, served(Stack.BLUE), Outcome.SERVER_ERROR, 500);
      }
      send(Stack.GREEN, served(Stack.GREEN), Outcome.SERVER_ERROR, 500);
      well(1, 9);
      second();
      if (i == 200) {
        assertThat(verdict().reason()).isIn("shared", SharedFault.TRIAL);
      }
    }
    assertThat(verdict().reason()).isEqualTo(SharedFault.TRIAL);
  }

  @Test
  void aFaultOfBothLongAfterTheLastRaiseIsToldAndMovesNobody() {
    for (int i = 0; i < 700; i++) {
      well(1, 9);
      second();
    }
    for (int i = 0; i < 300; i++) {
      for (int j = 0; j < 9; j++) {
        send(Stack.BLUE, served(Stack.BLUE), Outcome.SERVER_ERROR, 500);
      }
      send(Stack.GREEN, served(Stack.GREEN), Outcome.SERVER_ERROR, 500);
      well(1, 9);
      second();
    }
    assertThat(level()).isEqualTo(Level.WARNING);
    assertThat(verdict().reason()).isEqualTo("shared");
    assertThat(verdict().sentence()).contains("both stacks are ill", "would not help");
  }

  @Test
  void usersWhomGreenTurnsAwayThoughAStackHasServedThemMoveEveryone() {
    for (int i = 0; i < 12; i++) {
      send(Stack.BLUE, 1_000_000 + i, Outcome.OK, 200);
    }
    for (int i = 0; i < 12; i++) {
      well(4, 45);
      send(Stack.GREEN, 1_000_000 + i, Outcome.AUTH, 401);
      second();
    }
    assertThat(verdict().reason()).isEqualTo("rejected_users");
    assertThat(level()).isEqualTo(Level.CRITICAL);
  }

  @Test
  void fiveServedUsersTurnedAwayInARowMoveEveryoneWhereTheirShareIsNoProof() {
    guard.setWeight(nanos, new Weight(5_000));
    well(20, 200);
    seconds(600);
    for (int i = 0; i < 5; i++) {
      assertThat(verdict().action()).isEqualTo(Verdict.Action.NONE);
      send(Stack.GREEN, i, Outcome.AUTH, 401);
      send(Stack.BLUE, 100 + i, Outcome.OK, 200);
      seconds(30);
    }
    assertThat(level()).isEqualTo(Level.CRITICAL);
    assertThat(verdict().reason()).isEqualTo("rejected_users");
    assertThat(verdict().sentence())
        .contains("green's last 5 requests, of 3 users or more, were all turned away", "blue");
  }

  @Test
  void oneServedUserTurnedAwayManyTimesMovesNobody() {
    well(20, 200);
    for (int i = 0; i < 50; i++) {
      send(Stack.GREEN, 1 + i % 2, Outcome.AUTH, 401);
      send(Stack.BLUE, 100 + i, Outcome.OK, 200);
      second();
    }
    assertThat(verdict().action()).isEqualTo(Verdict.Action.NONE);
  }

  @Test
  void wrongPasswordsOfUsersNobodyHasServedMoveNobody() {
    among(100, Outcome.AUTH, 401);
    assertThat(level()).isNotIn(Level.CRITICAL, Level.WARNING);
  }

  @Test
  void other4xxOfGreenWarnAndMoveNobody() {
    among(60, Outcome.CLIENT_ERROR, 422);
    assertThat(level()).isEqualTo(Level.WARNING);
    assertThat(verdict().reason()).isEqualTo("client_errors");
  }

  @Test
  void redirectsInACircleWarnAndMoveNobody() {
    for (int i = 0; i < 60; i++) {
      well(4, 45);
      send(Stack.GREEN, users++, Outcome.OK, 302, true, 1, Remark.SELF_REDIRECT);
      second();
    }
    assertThat(level()).isEqualTo(Level.WARNING);
    assertThat(verdict().reason()).isEqualTo("self_redirects");
  }

  @Test
  void accountsThatFailWhereverTheyAreMoveNobody() {
    for (int i = 0; i < 30; i++) {
      well(2, 20);
      send(Stack.GREEN, -1 - i % 3, Outcome.SERVER_ERROR, 500);
      second();
    }
    for (int i = 0; i < 2_000; i++) {
      for (int j = 0; j < 6; j++) {
        send(Stack.GREEN, -1 - j % 3, Outcome.SERVER_ERROR, 500);
      }
      send(Stack.BLUE, -10 - i % 27, Outcome.SERVER_ERROR, 500);
      well(2, 20);
      second();
    }
    assertThat(verdict().action()).isEqualTo(Verdict.Action.NONE);
    assertThat(verdict().reason()).isNotIn("shared", SharedFault.TRIAL, "consecutive");
  }

  @Test
  void tenThousandForgedUsersOfAsManyNetworksNeitherMoveNorWarn() {
    for (int i = 0; i < 10_000; i++) {
      send(Stack.GREEN, users++, Outcome.CLIENT_ERROR, 404, false, i, Remark.NONE);
      well(1, 9);
      second();
    }
    assertThat(level()).isNotIn(Level.CRITICAL, Level.WARNING);
  }

  @Test
  void tenThousandForgedUsersOfOneNetworkMoveNobody() {
    for (int i = 0; i < 10_000; i++) {
      send(Stack.GREEN, users++, Outcome.SERVER_ERROR, 500, false, 77, Remark.NONE);
      if (i % 20 == 0) {
        well(1, 9);
        second();
      }
    }
    assertThat(level()).isNotEqualTo(Level.CRITICAL);
  }

  @Test
  void aGreenThatRefusesWhileBlueAnswersGoesAwayWhoeverAsks() {
    for (int i = 0; i < 5; i++) {
      guard.record(
          new Sample(
              nanos,
              1,
              Stack.GREEN,
              Outcome.REFUSED,
              200,
              true,
              true,
              users++,
              false,
              77,
              -1,
              Route.OTHER,
              Remark.NONE));
    }
    assertThat(verdict().action()).isEqualTo(Verdict.Action.AWAY);
  }

  @Test
  void proofOfRefusalsThatBlueAnsweredIsNoReasonToLatch() {
    for (int i = 0; i < 20; i++) {
      well(1, 9);
      guard.record(
          new Sample(
              nanos, 1, Stack.GREEN, Outcome.REFUSED, 200, true, true, users++, -1, Route.OTHER));
      second();
    }
    assertThat(verdict().action()).isEqualTo(Verdict.Action.AWAY);
    assertThat(verdict().reason()).isEqualTo("error_rate");
  }

  @Test
  void whatBlueFailedAsWellIsHeldAgainstNobody() {
    for (int i = 0; i < 1_000; i++) {
      send(Stack.GREEN, users++, Outcome.SERVER_ERROR, 500, true, 1, Remark.BLUE_FAILED_TOO);
      well(10, 90);
      second();
    }
    assertThat(level()).isNotEqualTo(Level.CRITICAL);
  }

  @Test
  void withoutAControlOneUserOfABrokenGreenSeesAFailoverOnceProbesFailToo() {
    seconds(700);
    areGreensProbesGood = false;
    for (int i = 0; i < 5; i++) {
      send(Stack.GREEN, 1, Outcome.SERVER_ERROR, 500);
      second();
    }
    assertThat(verdict().reason()).isEqualTo("no_control");
    assertThat(level()).isEqualTo(Level.CRITICAL);
  }

  @Test
  void withoutAControlOneUsersStormMovesNobody() {
    seconds(700);
    for (int i = 0; i < 500; i++) {
      send(Stack.GREEN, 1, Outcome.SERVER_ERROR, 500);
      second();
    }
    assertThat(level()).isNotEqualTo(Level.CRITICAL);
  }

  @Test
  void aBlueThatIsGoneIsToldAndNobodyIsSentThere() {
    healthyBlue = 0;
    seconds(120);
    for (int i = 0; i < 100; i++) {
      send(Stack.GREEN, users++, Outcome.SERVER_ERROR, 500);
      second();
    }
    assertThat(level()).isEqualTo(Level.WARNING);
    assertThat(verdict().reason()).isEqualTo("blue_gone");
  }

  @Test
  void withHardlyABlueFiveBadMinutesOfTenUsersMoveEveryone() {
    guard.setWeight(nanos, new Weight(9_900));
    for (int i = 0; i < 400; i++) {
      well(20, i % 5 == 0 ? 1 : 0);
      send(Stack.GREEN, served(Stack.GREEN), Outcome.SERVER_ERROR, 500);
      second();
    }
    assertThat(level()).isEqualTo(Level.CRITICAL);
    assertThat(verdict().reason()).isIn("late_stage", "error_rate");
  }

  @Test
  void forgedUsersOnAUrlThatFailsDoNotTripTheRuleOfTheLateStageEither() {
    guard.setWeight(nanos, new Weight(9_900));
    for (int i = 0; i < 400; i++) {
      well(20, 0);
      if (i % 15 == 0) {
        send(Stack.GREEN, users++, Outcome.SERVER_ERROR, 500);
      }
      for (int j = 0; j < 20; j++) {
        send(Stack.GREEN, -users++, Outcome.SERVER_ERROR, 500, false, 70 + j % 3, Remark.NONE);
      }
      second();
    }
    assertThat(level()).isNotEqualTo(Level.CRITICAL);
  }

  @Test
  void aTrialWaitsForABlueThatIsThere() {
    for (int i = 0; i < 400; i++) {
      well(1, 9);
    }
    seconds(120);
    for (int i = 0; i < 400; i++) {
      healthyBlue = i < 200 ? 0 : 1;
      for (int j = 1; j < 10; j++) {
        send(Stack.BLUE, 10L * i + j, Outcome.SERVER_ERROR, 500);
      }
      send(Stack.GREEN, 10L * i, Outcome.SERVER_ERROR, 500);
      well(1, i < 200 ? 0 : 9);
      second();
      if (i == 199) {
        assertThat(verdict().reason()).isEqualTo("blue_gone");
      }
    }
    assertThat(verdict().reason()).isEqualTo(SharedFault.TRIAL);
  }

  @Test
  void probesThatFailWhileGreenAnswersWarnAsLongAsTheyDoAndMoveNobody() {
    failProbes();
    for (int i = 0; i < 120; i++) {
      well(4, 45);
      second();
    }
    assertThat(verdict().action()).isEqualTo(Verdict.Action.NONE);
    assertThat(level()).isEqualTo(Level.WARNING);
    assertThat(verdict().reason()).isEqualTo("health");
    assertThat(verdict().sentence()).contains("is health.path right?");

    areGreensProbesGood = true;
    healthyGreen = 1;
    second();
    assertThat(level()).isLessThan(Level.WARNING);
  }

  @Test
  void aGreenThatHasNeverBeenUpIsToldSo() {
    failProbes();
    goodProbes = 0;
    seconds(7);
    assertThat(level()).isEqualTo(Level.INCONCLUSIVE);
    assertThat(verdict().sentence()).contains("green has not been up yet: 7 probes have failed");
  }

  private void failProbes() {
    healthyGreen = 0;
    areGreensProbesGood = false;
  }

  @Test
  void aRaiseKeepsTheEvidenceAndANewBuildDoesNot() {
    among(5, Outcome.SERVER_ERROR, 500);
    guard.setWeight(nanos, new Weight(1_100));
    assertThat(evidence().green().users()).isGreaterThan(3);
    guard.renewed(nanos, Stack.GREEN);
    assertThat(evidence().green().users()).isZero();
  }

  @Test
  void beforeThereIsEnoughItSaysWhatIsMissingAndHowLongThatTakes() {
    for (int i = 0; i < 60; i++) {
      well(1, 9);
      second();
    }
    assertThat(level()).isEqualTo(Level.INCONCLUSIVE);
    assertThat(verdict().sentence())
        .matches(
            "error_rate: needs about [\\d,]+ more green requests, about \\d+ minutes; at 25% about"
                + " \\d+ minutes");
  }

  @Test
  void aWarningStaysForAQuarterOfAnHourAfterItsCause() {
    among(60, Outcome.CLIENT_ERROR, 422);
    assertThat(level()).isEqualTo(Level.WARNING);
    guard.renewed(nanos, Stack.BLUE);
    seconds(890);
    assertThat(level()).isEqualTo(Level.WARNING);
    assertThat(verdict().sentence()).contains("last so");
    seconds(20);
    assertThat(level()).isNotEqualTo(Level.WARNING);
  }

  @Test
  void aWarningThatNobodyAskedForStaysAsLong() {
    for (int i = 0; i < 60; i++) {
      well(4, 45);
      send(Stack.GREEN, users++, Outcome.CLIENT_ERROR, 422);
      second();
    }
    guard.renewed(nanos, Stack.BLUE);
    seconds(600);
    assertThat(level()).isEqualTo(Level.WARNING);
    assertThat(verdict().sentence()).contains("client_errors", "last so 600 s ago");
  }

  @Test
  void blueIsJudgedAgainstItselfAndAlarmsOfThatAreTold() {
    among(300, Outcome.OK, 200);
    CriterionStatus itself = criterion("blue_against_blue");
    assertThat(itself.level()).isEqualTo(Level.OK);
    assertThat(itself.sentence()).contains("rolled back a part of blue 0 times in 0.1 hours");
  }

  private Evidence evidence() {
    return Objects.requireNonNull(criterion("error_rate").evidence());
  }

  private CriterionStatus criterion(String name) {
    return guard.criteria().stream()
        .filter(status -> status.criterion().equals(name))
        .findFirst()
        .orElseThrow();
  }
}
