package io.canaryrouter.judge;

import static org.assertj.core.api.Assertions.assertThat;

import io.canaryrouter.judge.Verdict.Action;
import io.canaryrouter.judge.Verdict.Level;
import io.canaryrouter.measure.Outcome;
import io.canaryrouter.split.Stack;
import io.canaryrouter.split.StackHealth;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** When green goes away for a while, when it comes back, and when it does not. */
class AbsenceTest {
  private final Scenario scenario = new Scenario();

  @Test
  void refusalsThatBlueCoversFullySendGreenAwayUnlatched() {
    scenario.covered(4);
    assertThat(scenario.action()).isEqualTo(Action.NONE);
    scenario.covered(1);
    assertThat(scenario.action()).isEqualTo(Action.AWAY);
    assertThat(scenario.level()).isEqualTo(Level.WARNING);
    assertThat(scenario.guard.verdict().reason()).isEqualTo("refused");
  }

  @Test
  void oneRefusalThatNobodyCoveredLatches() {
    scenario.covered(2);
    scenario.green(1, Outcome.REFUSED);
    scenario.covered(2);
    scenario.blue(3, Outcome.OK);
    assertThat(scenario.action()).isEqualTo(Action.FAILOVER);
  }

  @Test
  void goodProbesBringItBackAndItsFiguresBeginAnew() {
    scenario.traffic(30, 0, 10, 0, 90);
    scenario.covered(5);
    scenario.seconds(9);
    assertThat(scenario.action()).isEqualTo(Action.AWAY);
    scenario.second();
    assertThat(scenario.action()).isEqualTo(Action.NONE);
    assertThat(scenario.level()).isEqualTo(Level.INCONCLUSIVE);
    scenario.traffic(60, 0, 10, 0, 90);
    assertThat(scenario.level()).as("what it refused is forgotten").isEqualTo(Level.OK);
  }

  @Test
  void aBadProbeKeepsItAwayForTenSecondsMore() {
    scenario.covered(5);
    scenario.seconds(8);
    scenario.badProbe();
    scenario.seconds(10);
    assertThat(scenario.action()).isEqualTo(Action.AWAY);
    scenario.second();
    assertThat(scenario.action()).isEqualTo(Action.NONE);
  }

  @Test
  void afterTenMinutesItIsLatched() {
    scenario.covered(5);
    scenario.healthy(0, 1);
    scenario.seconds(599);
    assertThat(scenario.action()).isEqualTo(Action.AWAY);
    scenario.second();
    assertThat(scenario.action()).isEqualTo(Action.FAILOVER);
    assertThat(scenario.guard.verdict().sentence()).contains("ten minutes");
  }

  @Test
  void aFailureThatBlueDidNotAnswerLatchesIt() {
    scenario.covered(5);
    scenario.blue(50, Outcome.SERVER_ERROR);
    scenario.covered(3);
    scenario.green(1, Outcome.OK);
    assertThat(scenario.action()).isEqualTo(Action.AWAY);
    scenario.green(1, Outcome.RESET);
    assertThat(scenario.action()).isEqualTo(Action.FAILOVER);
    assertThat(scenario.guard.verdict().reason()).isEqualTo("refused");
  }

  @Test
  void theThirdTimeWithinTenMinutesIsLatched() {
    for (int i = 0; i < 2; i++) {
      scenario.covered(5);
      assertThat(scenario.action()).isEqualTo(Action.AWAY);
      scenario.seconds(60);
      assertThat(scenario.action()).isEqualTo(Action.NONE);
    }
    scenario.covered(5);
    assertThat(scenario.action()).isEqualTo(Action.FAILOVER);
    assertThat(scenario.guard.verdict().sentence()).contains("third time");
  }

  @Test
  void deploysThatAreFarApartNeverLatch() {
    for (int i = 0; i < 20; i++) {
      scenario.covered(5);
      assertThat(scenario.action()).isEqualTo(Action.AWAY);
      scenario.seconds(301);
      assertThat(scenario.action()).isEqualTo(Action.NONE);
    }
  }

  @Test
  void aPersonsNewWeightEndsIt() {
    scenario.covered(5);
    scenario.guard.setWeight(scenario.nanos, Scenario.TENTH);
    assertThat(scenario.action()).isEqualTo(Action.NONE);
  }

  @Test
  void aGreenWithoutHealthyInstancesAndRequestsGoesAwayAfterHalfAMinute() {
    scenario.healthy(0, 1);
    scenario.seconds(30);
    assertThat(scenario.action()).isEqualTo(Action.NONE);
    assertThat(scenario.level()).isEqualTo(Level.WARNING);
    scenario.second();
    assertThat(scenario.action()).isEqualTo(Action.AWAY);
    assertThat(scenario.guard.verdict().reason()).isEqualTo("health");
  }

  @Test
  void aGreenWithoutHealthyInstancesThatFailsRequestsIsLatched() {
    scenario.healthy(0, 1);
    scenario.seconds(5);
    scenario.green(1, Outcome.RESET);
    scenario.seconds(26);
    assertThat(scenario.action()).isEqualTo(Action.FAILOVER);
    assertThat(scenario.guard.verdict().reason()).isEqualTo("health");
  }

  @Test
  void aWrongHealthPathWarnsAndMovesNobody() {
    scenario.healthy(0, 1);
    for (int i = 0; i < 300; i++) {
      scenario.green(1, Outcome.OK);
      scenario.second();
    }
    assertThat(scenario.action()).isEqualTo(Action.NONE);
    assertThat(scenario.criterion("health").sentence()).contains("is health.path right?");
    assertThat(scenario.criterion("health").level()).isEqualTo(Level.WARNING);
  }

  @Test
  void aGreenThatHasNeverBeenUpLosesNothingAndItIsSaidWhyItHasNoUsers() {
    LiteralGuard guard = new LiteralGuard(GuardSettings.DEFAULT, List.of());
    guard.start(0, Scenario.TENTH);
    for (int second = 1; second <= 300; second++) {
      long nanos = TimeUnit.SECONDS.toNanos(second);
      guard.health(nanos, Stack.GREEN, new StackHealth(1, 0, 0, second));
      guard.health(nanos, Stack.BLUE, new StackHealth(1, 1, 10, 0));
      guard.tick(nanos);
    }
    assertThat(guard.verdict().action()).isEqualTo(Action.NONE);
    assertThat(guard.criteria())
        .filteredOn(status -> status.criterion().equals("health"))
        .singleElement()
        .returns(Level.INCONCLUSIVE, CriterionStatus::level)
        .returns(
            "health: green has not been up yet: 300 probes have failed, and until they succeed"
                + " blue serves its users; is health.path right?",
            CriterionStatus::sentence);
  }

  @Test
  void whenBlueHasNoHealthyInstanceEitherNobodyIsMoved() {
    scenario.healthy(0, 0);
    scenario.seconds(300);
    assertThat(scenario.action()).isEqualTo(Action.NONE);
    assertThat(scenario.level()).isEqualTo(Level.WARNING);
  }

  @Test
  void refusalsOfBothStacksSendGreenNowhere() {
    for (int i = 0; i < 100; i++) {
      scenario.green(1, Outcome.REFUSED);
      scenario.blue(1, Outcome.REFUSED);
    }
    assertThat(scenario.action()).isEqualTo(Action.NONE);
    assertThat(scenario.guard.verdict().reason()).isEqualTo("shared");
  }
}
