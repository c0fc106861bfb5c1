package io.canaryrouter.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.canaryrouter.judge.GuardSettings.OnLatency;
import io.canaryrouter.judge.Verdict.Action;
import io.canaryrouter.judge.Verdict.Level;
import io.canaryrouter.measure.Outcome;
import io.canaryrouter.routes.Route;
import io.canaryrouter.routes.RoutePattern;
import io.canaryrouter.routes.StatusSet;
import io.canaryrouter.split.Stack;
import io.canaryrouter.split.Weight;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LiteralGuardTest {
  private static final Route LOGIN =
      new Route(
          "login",
          RoutePattern.parse("POST /login"),
          Optional.empty(),
          StatusSet.parse(List.of("2xx", "401")),
          OptionalDouble.of(0.95),
          OptionalLong.of(TimeUnit.MILLISECONDS.toNanos(500)),
          false);

  @Test
  void anErrorRateOverItsLimitForHalfAMinuteSendsEveryoneToBlue() {
    Scenario scenario = new Scenario();
    scenario.traffic(10, 0, 10, 0, 90);
    assertThat(scenario.level()).isEqualTo(Level.OK);
    scenario.traffic(30, 1, 9, 0, 90);
    assertThat(scenario.level()).isEqualTo(Level.WARNING);
    scenario.traffic(3, 1, 9, 0, 90);
    assertThat(scenario.action()).isEqualTo(Action.FAILOVER);
    assertThat(scenario.guard.verdict().reason()).isEqualTo("error_rate");
    assertThat(scenario.guard.verdict().sentence())
        .contains("green 7.", "blue 0.00%", "limit 1.00%", "over it for 30 of 30 s");
  }

  @Test
  void aFailoverStandsUntilTheNextStartWhateverHappens() {
    Scenario scenario = new Scenario();
    scenario.traffic(60, 1, 9, 0, 90);
    Verdict verdict = scenario.guard.verdict();
    assertThat(verdict.action()).isEqualTo(Action.FAILOVER);
    scenario.traffic(1_000, 0, 10, 0, 90);
    assertThat(scenario.guard.verdict()).isEqualTo(verdict);
    scenario.guard.start(scenario.nanos, Scenario.TENTH);
    assertThat(scenario.level()).isEqualTo(Level.INCONCLUSIVE);
  }

  @Test
  void ofAnotherBuildOfGreenNothingIsKnownYet() {
    Scenario scenario = new Scenario();
    scenario.traffic(25, 1, 9, 0, 90);
    assertThat(scenario.level()).isEqualTo(Level.WARNING);
    scenario.guard.renewed(scenario.nanos, Stack.GREEN);
    assertThat(scenario.level()).isEqualTo(Level.INCONCLUSIVE);
    scenario.traffic(60, 0, 10, 0, 90);
    assertThat(scenario.level()).isEqualTo(Level.OK);
  }

  @Test
  void anotherBuildOfBlueExcusesNothingOfGreens() {
    Scenario scenario = new Scenario();
    scenario.traffic(35, 1, 9, 0, 90);
    scenario.guard.renewed(scenario.nanos, Stack.BLUE);
    scenario.traffic(25, 1, 9, 0, 90);
    assertThat(scenario.action()).isEqualTo(Action.FAILOVER);
  }

  @Test
  void anotherBuildOfGreenReleasesNoFailoverAndBringsNobodyBackTooSoon() {
    Scenario tripped = new Scenario();
    tripped.traffic(60, 1, 9, 0, 90);
    Verdict verdict = tripped.guard.verdict();
    tripped.guard.renewed(tripped.nanos, Stack.GREEN);
    assertThat(tripped.guard.verdict()).isEqualTo(verdict);

    Scenario away = new Scenario();
    away.covered(5);
    away.guard.renewed(away.nanos, Stack.GREEN);
    assertThat(away.action()).isEqualTo(Action.AWAY);
  }

  @Test
  void anErrorRateThatFallsBelowTheLimitBeginsItsTimeAnew() {
    Scenario scenario = new Scenario();
    scenario.traffic(30, 0, 10, 0, 90);
    for (int round = 0; round < 20; round++) {
      scenario.traffic(1, 10, 90, 0, 90);
      scenario.traffic(20, 0, 10, 0, 90);
      scenario.traffic(1, 0, 2_000, 0, 90);
      scenario.traffic(60, 0, 10, 0, 90);
      assertThat(scenario.action()).isEqualTo(Action.NONE);
    }
  }

  @Test
  void exactlyTheLimitIsNotOverIt() {
    Scenario scenario = new Scenario();
    scenario.traffic(200, 1, 99, 0, 90);
    assertThat(scenario.criterion("error_rate").green()).isEqualTo(0.01);
    assertThat(scenario.level()).isEqualTo(Level.OK);
  }

  @Test
  void fewRequestsConcludeNothingAndSayWhatIsMissing() {
    Scenario scenario = new Scenario();
    scenario.green(40, Outcome.OK);
    scenario.second();
    assertThat(scenario.guard.verdict())
        .isEqualTo(
            new Verdict(
                Level.INCONCLUSIVE,
                "error_rate",
                "error_rate: green has answered 40 of 100 requests",
                Evidence.untested(
                    Evidence.Arm.ofHits(40, 0, Evidence.Arm.UNKNOWN, Evidence.Arm.UNKNOWN),
                    Evidence.Arm.ofHits(0, 0, Evidence.Arm.UNKNOWN, Evidence.Arm.UNKNOWN))));
  }

  @Test
  void theWindowReachesBackUntilItHoldsEnoughButNotBeyondAQuarterOfAnHour() {
    Scenario scenario = new Scenario();
    scenario.green(99, Outcome.OK);
    scenario.seconds(600);
    scenario.green(1, Outcome.SERVER_ERROR);
    scenario.second();
    assertThat(scenario.criterion("error_rate").samples()).isEqualTo(100);
    assertThat(scenario.criterion("error_rate").green()).isEqualTo(0.01);
    scenario.seconds(300);
    assertThat(scenario.criterion("error_rate").samples()).isEqualTo(1);
    assertThat(scenario.level()).isEqualTo(Level.INCONCLUSIVE);
  }

  @Test
  void anEpochBeginsWithoutThePast() {
    Scenario scenario = new Scenario();
    scenario.traffic(25, 5, 5, 0, 90);
    scenario.guard.setWeight(scenario.nanos, Scenario.TENTH);
    scenario.traffic(25, 0, 10, 0, 90);
    assertThat(scenario.level()).isEqualTo(Level.OK);
  }

  @Test
  void blueVetoesWhileItIsOverTheLimitTooAndGreenNotClearlyWorse() {
    Scenario scenario = new Scenario();
    scenario.traffic(300, 1, 9, 9, 81);
    assertThat(scenario.guard.verdict().level()).isEqualTo(Level.WARNING);
    assertThat(scenario.guard.verdict().sentence()).contains("blue is no better");
    scenario.traffic(29, 1, 9, 0, 90);
    assertThat(scenario.action()).as("blue has only begun to recover").isEqualTo(Action.NONE);
    scenario.traffic(60, 1, 9, 0, 90);
    assertThat(scenario.action()).isEqualTo(Action.FAILOVER);
  }

  @Test
  void aBlueThatIsOverTheLimitButClearlyBetterDoesNotVeto() {
    Scenario scenario = new Scenario();
    scenario.traffic(60, 3, 7, 9, 81);
    assertThat(scenario.action()).isEqualTo(Action.FAILOVER);
  }

  @Test
  void aHandfulOfBlueRequestsVetoesNothing() {
    Scenario scenario = new Scenario();
    scenario.blue(9, Outcome.SERVER_ERROR);
    scenario.traffic(60, 1, 9, 0, 0);
    assertThat(scenario.action()).isEqualTo(Action.FAILOVER);
  }

  @Test
  void lostSamplesConcludeNothingUntilTheyHaveLeftTheWindow() {
    Scenario scenario = new Scenario();
    scenario.traffic(20, 1, 9, 0, 90);
    scenario.guard.lost(scenario.nanos, 7);
    scenario.traffic(59, 1, 9, 0, 90);
    assertThat(scenario.level()).isEqualTo(Level.INCONCLUSIVE);
    assertThat(scenario.criterion("error_rate").sentence()).contains("lost");
    scenario.traffic(40, 1, 9, 0, 90);
    assertThat(scenario.action()).isEqualTo(Action.FAILOVER);
  }

  @Test
  void aGreenThatIsTooSlowWarnsAndMovesNobody() {
    Scenario scenario = new Scenario(latency(OnLatency.HOLD));
    slowTraffic(scenario, 120, 300, 50);
    assertThat(scenario.level()).isEqualTo(Level.WARNING);
    assertThat(scenario.action()).isEqualTo(Action.NONE);
    assertThat(scenario.criterion("latency_p95").green()).isCloseTo(0.3, within(0.003));
    assertThat(scenario.criterion("latency_p95").blue()).isCloseTo(0.05, within(0.0005));
    assertThat(scenario.criterion("latency_vs_blue").limit()).isCloseTo(0.06, within(0.0006));
    slowTraffic(scenario, 61, 50, 50);
    assertThat(scenario.level()).as("a warning clears").isEqualTo(Level.OK);
  }

  @Test
  void aGreenThatIsTooSlowFailsOverWhereThatIsWanted() {
    Scenario scenario = new Scenario(latency(OnLatency.FAILOVER));
    slowTraffic(scenario, 60, 300, 50);
    assertThat(scenario.action()).isEqualTo(Action.FAILOVER);
    assertThat(scenario.guard.verdict().reason()).isEqualTo("latency_p95");
  }

  @Test
  void aGreenWithinItsLimitMayStillBeTooSlowBesideBlue() {
    Scenario scenario = new Scenario(latency(OnLatency.FAILOVER));
    slowTraffic(scenario, 60, 57, 50);
    assertThat(scenario.level()).isEqualTo(Level.OK);
    slowTraffic(scenario, 120, 65, 50);
    assertThat(scenario.guard.verdict().reason()).isEqualTo("latency_vs_blue");
  }

  @Test
  void slownessOfBothIsNoReasonToMove() {
    Scenario scenario = new Scenario(latency(OnLatency.FAILOVER));
    slowTraffic(scenario, 300, 300, 290);
    assertThat(scenario.action()).isEqualTo(Action.NONE);
    assertThat(scenario.guard.verdict().sentence()).contains("blue is no better");
  }

  @Test
  void beingSlowerThanBlueNeedsEnoughOfBlueAsWell() {
    Scenario scenario = new Scenario(latency(OnLatency.FAILOVER));
    scenario.slow(Stack.BLUE, 99, 1);
    scenario.slow(Stack.GREEN, 200, 100);
    scenario.seconds(40);
    assertThat(scenario.criterion("latency_vs_blue").sentence())
        .contains("blue has answered 99 of 100 requests");
  }

  @Test
  void aRoutesOwnLimitsReplaceTheGeneralOnesForIt() {
    Scenario scenario = new Scenario(latency(OnLatency.HOLD), LOGIN);
    assertThat(scenario.criteria())
        .containsExactly(
            "run",
            "health",
            "error_rate",
            "latency_p95",
            "latency_vs_blue",
            "route:login:success_rate",
            "route:login:latency_p95");
    for (int i = 0; i < 90; i++) {
      scenario.traffic(1, 0, 10, 0, 90);
      login(scenario, 1, Outcome.SERVER_ERROR);
      login(scenario, 24, Outcome.AUTH);
    }
    assertThat(scenario.criterion("error_rate").green()).isZero();
    assertThat(scenario.criterion("route:login:success_rate").green()).isEqualTo(0.96);
    assertThat(scenario.criterion("route:login:success_rate").limit()).isEqualTo(0.95);
    assertThat(scenario.criterion("route:login:success_rate").level()).isEqualTo(Level.OK);
    for (int i = 0; i < 90; i++) {
      scenario.traffic(1, 0, 10, 0, 90);
      login(scenario, 9, Outcome.OK);
      login(scenario, 1, Outcome.CLIENT_ERROR);
    }
    assertThat(scenario.action()).isEqualTo(Action.FAILOVER);
    assertThat(scenario.guard.verdict().reason()).isEqualTo("route:login:success_rate");
    assertThat(scenario.guard.verdict().sentence()).contains("limit 95.00%");
  }

  @Test
  void whatIsDownTripsWithinAFewRequestsHoweverFewThereWere() {
    Scenario scenario = new Scenario();
    scenario.green(5, Outcome.SERVER_ERROR);
    scenario.blue(3, Outcome.OK);
    assertThat(scenario.action()).isEqualTo(Action.FAILOVER);
    assertThat(scenario.guard.verdict().reason()).isEqualTo("consecutive");
  }

  @Test
  void withoutUsersOnGreenThereIsNothingToConclude() {
    Scenario scenario = new Scenario();
    scenario.guard.setWeight(scenario.nanos, Weight.NONE);
    scenario.healthy(0, 1);
    scenario.seconds(100);
    assertThat(scenario.level()).isEqualTo(Level.INCONCLUSIVE);
    assertThat(scenario.guard.verdict().sentence()).isEqualTo("green has no users");
  }

  @Test
  void timeThatStepsBackwardsStandsStill() {
    Scenario scenario = new Scenario();
    scenario.traffic(50, 0, 10, 0, 90);
    scenario.nanos -= TimeUnit.SECONDS.toNanos(40);
    scenario.traffic(30, 0, 10, 0, 90);
    assertThat(scenario.level()).isEqualTo(Level.OK);
    scenario.nanos += TimeUnit.DAYS.toNanos(400);
    scenario.traffic(30, 0, 10, 0, 90);
    assertThat(scenario.level()).isEqualTo(Level.OK);
  }

  private static GuardSettings latency(OnLatency onLatency) {
    return new GuardSettings(
        GuardSettings.Mode.LITERAL,
        0.01,
        OptionalDouble.of(0.2),
        OptionalLong.of(TimeUnit.MILLISECONDS.toNanos(200)),
        onLatency,
        100,
        TimeUnit.SECONDS.toNanos(30));
  }

  private static void slowTraffic(Scenario scenario, int seconds, long green, long blue) {
    for (int i = 0; i < seconds; i++) {
      scenario.slow(Stack.BLUE, 90, blue);
      scenario.slow(Stack.GREEN, 10, green);
      scenario.second();
    }
  }

  private static void login(Scenario scenario, int count, Outcome outcome) {
    scenario.send(Stack.GREEN, count, outcome, false, 5, "login");
  }
}
