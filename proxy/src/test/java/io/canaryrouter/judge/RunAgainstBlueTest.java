package io.canaryrouter.judge;

import static org.assertj.core.api.Assertions.assertThat;

import io.canaryrouter.judge.Verdict.Level;
import io.canaryrouter.measure.Outcome;
import io.canaryrouter.measure.Sample;
import io.canaryrouter.split.Stack;
import io.canaryrouter.split.Weight;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The run of failures where it is judged against blue: how long it must be depends on blue. */
class RunAgainstBlueTest {
  private final RunRule rule = RunRule.againstBlue();
  private long users;

  @BeforeEach
  void start() {
    rule.start(0, new Weight(1_000));
  }

  /** 26/ln(1/p), and never fewer than five. */
  @ParameterizedTest
  @CsvSource({"0, 5", "1, 6", "2, 7", "5, 9", "10, 12", "20, 17", "50, 37"})
  void theMoreBlueFailsTheLongerTheRun(int percent, int run) {
    int every = percent == 0 ? Integer.MAX_VALUE : 100 / percent;
    for (int i = 0; i < 20_000; i++) {
      record(Stack.BLUE, i % every == every - 1);
    }
    record(Stack.GREEN, true);
    for (int i = 0; i < 10; i++) {
      record(Stack.BLUE, false);
    }
    // ten successes more have made blue look five percent better than it is
    int failures = 1;
    while (rule.verdict().level() != Level.CRITICAL) {
      record(Stack.GREEN, true);
      failures++;
    }
    assertThat(failures).isBetween(Math.max(5, run - 1), run);
  }

  @Test
  void aRunThatIsNotLongEnoughSaysHowLongItMustBe() {
    for (int i = 0; i < 1_000; i++) {
      record(Stack.BLUE, i % 5 == 0);
    }
    for (int i = 0; i < 6; i++) {
      record(Stack.GREEN, true);
      record(Stack.BLUE, false);
    }
    assertThat(rule.verdict().level()).isEqualTo(Level.WARNING);
    assertThat(rule.verdict().reason()).isEqualTo("unconfirmed");
    assertThat(rule.verdict().sentence())
        .contains("; blue fails 19 % itself, so 16 in a row are asked for");
  }

  @Test
  void aGreenThatUsuallyFailsSomeMustFailLongerInARow() {
    for (int i = 0; i < 1_000; i++) {
      record(Stack.GREEN, i % 5 == 0);
    }
    for (int i = 0; i < 10; i++) {
      record(Stack.GREEN, true);
      record(Stack.BLUE, false);
    }
    assertThat(rule.verdict().level()).isEqualTo(Level.WARNING);
    assertThat(rule.verdict().sentence())
        .contains("; green fails 20 % as a rule, so 17 in a row are asked for");
    for (int i = 0; i < 7; i++) {
      record(Stack.GREEN, true);
    }
    assertThat(rule.verdict().level()).isEqualTo(Level.CRITICAL);
  }

  @Test
  void whomNoStackHasServedNeitherMakesNorBreaksARun() {
    for (int i = 0; i < 3; i++) {
      record(Stack.GREEN, true);
      record(Stack.BLUE, false);
    }
    for (int i = 0; i < 50; i++) {
      rule.record(sample(true, true), Sender.NOBODY);
    }
    assertThat(rule.verdict().level()).isNotEqualTo(Level.CRITICAL);
    record(Stack.GREEN, true);
    record(Stack.GREEN, true);
    assertThat(rule.verdict().level()).isEqualTo(Level.CRITICAL);
  }

  @Test
  void bothDownNeverTrips() {
    for (int i = 0; i < 100_000; i++) {
      record(i % 10 == 0 ? Stack.GREEN : Stack.BLUE, true);
      assertThat(rule.verdict().level()).isNotEqualTo(Level.CRITICAL);
    }
    assertThat(rule.verdict().reason()).isEqualTo("shared");
  }

  @Test
  void bothAtAFifthDoNotTripInAHundredThousandRequestsWhereTheLetterDoes() {
    RunRule letter = new RunRule();
    letter.start(0, new Weight(1_000));
    SplittableRandom random = new SplittableRandom(4);
    for (int i = 0; i < 100_000; i++) {
      Sample sample = sample(random.nextInt(10) == 0, random.nextInt(5) == 0);
      rule.record(sample);
      letter.record(sample);
    }
    assertThat(rule.isTripped()).isFalse();
    assertThat(letter.isTripped()).isTrue();
  }

  @Test
  void aChangeOfWeightForgetsTheRunButNotHowBlueFails() {
    for (int i = 0; i < 1_000; i++) {
      record(Stack.BLUE, i % 3 == 0);
    }
    rule.setWeight(1, new Weight(2_000));
    for (int i = 0; i < 7; i++) {
      record(Stack.GREEN, true);
      record(Stack.BLUE, false);
    }
    assertThat(rule.verdict().level()).isEqualTo(Level.WARNING);
    rule.start(2, new Weight(2_000));
    for (int i = 0; i < 5; i++) {
      record(Stack.GREEN, true);
      record(Stack.BLUE, false);
    }
    assertThat(rule.verdict().level()).isEqualTo(Level.CRITICAL);
  }

  private void record(Stack stack, boolean isFailure) {
    rule.record(sample(stack == Stack.GREEN, isFailure));
  }

  private Sample sample(boolean isGreen, boolean isFailure) {
    users++;
    return new Sample(
        users,
        1,
        isGreen ? Stack.GREEN : Stack.BLUE,
        isFailure ? Outcome.SERVER_ERROR : Outcome.OK,
        isFailure ? 500 : 200,
        false,
        true,
        users,
        1_000_000,
        "other");
  }
}
