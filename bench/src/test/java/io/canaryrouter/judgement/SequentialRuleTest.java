package io.canaryrouter.judgement;

import static org.assertj.core.api.Assertions.assertThat;

import io.canaryrouter.split.Weight;
import org.junit.jupiter.api.Test;

class SequentialRuleTest {
  private final SequentialRule rule = new SequentialRule();
  private final Stream stream = new Stream(rule);

  @Test
  void threeFailuresOnATenthOfTheTrafficAreMoreThanAHundredToOne() {
    // A sixth of the squares of 400/40.9, 40/4.9, 12/2.1, 5/1.4, 2.5/1.15, 1.5/1.05: 36.
    assertThat(stream.green(0, 2).hasTripped()).isFalse();
    assertThat(stream.green(0, 1).hasTripped()).isTrue();
  }

  @Test
  void failuresThatAreSharedAsTheWeightAreNoEvidence() {
    for (int i = 0; i < 50; i++) {
      stream.green(0, 1).blue(0, 9, 50);
    }
    assertThat(stream.hasTripped()).isFalse();
  }

  @Test
  void successesSayNothing() {
    stream.green(1_000, 0).blue(1_000, 0, 50).seconds(60);
    assertThat(stream.green(0, 3).hasTripped()).isTrue();
  }

  @Test
  void aChangedWeightChangesTheOdds() {
    rule.setWeight(0, new Weight(5_000));
    assertThat(stream.green(0, 6).hasTripped()).isFalse();
  }
}
