package io.canaryrouter.judgement;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FlaggerRuleTest {
  @Test
  void itRollsBackAMinuteAfterTheCheckThatWasOneTooMany() {
    Stream stream = new Stream(FlaggerRule.ofErrors(5));
    for (int minute = 0; minute < 10; minute++) {
      stream.green(98, 2).seconds(60);
    }
    assertThat(stream.hasTripped()).isTrue();
    assertThat(stream.second()).isEqualTo(6 * 60);
  }

  @Test
  void ninetyNineOfAHundredIsEnough() {
    Stream stream = new Stream(FlaggerRule.ofErrors(1));
    for (int minute = 0; minute < 10; minute++) {
      stream.green(99, 1).seconds(60);
    }
    assertThat(stream.hasTripped()).isFalse();
  }

  @Test
  void failedChecksAreNeverForgotten() {
    Stream stream = new Stream(FlaggerRule.ofErrors(2)).green(98, 2).seconds(60);
    for (int minute = 0; minute < 600; minute++) {
      stream.green(100, 0).seconds(60);
    }
    assertThat(stream.green(98, 2).seconds(60).hasTripped()).isFalse();
    assertThat(stream.green(100, 0).seconds(60).hasTripped()).isTrue();
  }

  @Test
  void aMinuteWithoutRequestsFailsUnlessItIsSkipped() {
    assertThat(new Stream(FlaggerRule.ofErrors(5)).seconds(360).hasTripped()).isTrue();
    assertThat(new Stream(FlaggerRule.ofErrorsWithoutSilence(5)).seconds(3_600).hasTripped())
        .isFalse();
  }

  @Test
  void aSlowTailFailsOnlyWhereItIsAskedFor() {
    assertThat(twoMinutes(FlaggerRule.ofAll(1, 388), 400)).isTrue();
    assertThat(twoMinutes(FlaggerRule.ofAll(1, 388), 380)).isFalse();
    assertThat(twoMinutes(FlaggerRule.ofErrors(1), 400)).isFalse();
  }

  private static boolean twoMinutes(Rule rule, long slowestMillis) {
    Stream stream = new Stream(rule);
    for (int minute = 0; minute < 2; minute++) {
      stream.green(95, 0, 50).green(5, 0, slowestMillis).seconds(60);
    }
    return stream.hasTripped();
  }
}
