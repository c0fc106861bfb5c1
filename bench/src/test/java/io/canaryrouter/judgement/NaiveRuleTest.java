package io.canaryrouter.judgement;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NaiveRuleTest {
  private final Stream stream = new Stream(new NaiveRule(1));

  @Test
  void oneFailureInAHundredIsNotMoreThanOnePercentAndTwoAre() {
    stream.green(99, 1).seconds(1);
    assertThat(stream.hasTripped()).isFalse();
    stream.green(0, 1).seconds(1);
    assertThat(stream.hasTripped()).isTrue();
  }

  @Test
  void aFailureIsForgottenAfterAMinute() {
    stream.green(99, 1).seconds(60).green(99, 1).seconds(120);
    assertThat(stream.hasTripped()).isFalse();
    Stream within = new Stream(new NaiveRule(1)).green(99, 1).seconds(59).green(0, 1).seconds(1);
    assertThat(within.hasTripped()).isTrue();
  }

  @Test
  void blueIsNotLookedAt() {
    stream.blue(0, 1_000, 50).seconds(60);
    assertThat(stream.hasTripped()).isFalse();
  }

  @Test
  void itCanBeToldToWaitForMoreRequests() {
    Stream patient = new Stream(new NaiveRule(100)).green(0, 99).seconds(1);
    assertThat(patient.hasTripped()).isFalse();
    assertThat(patient.green(0, 1).seconds(1).hasTripped()).isTrue();
  }
}
