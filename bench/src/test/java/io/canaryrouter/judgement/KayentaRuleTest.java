package io.canaryrouter.judgement;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class KayentaRuleTest {
  /** Minutes in which green fails or is slow, and the baseline is not. */
  private static Stream minutes(Rule rule, int count, int failures, long millis) {
    Stream stream = new Stream(rule);
    more(stream, count, failures, millis);
    return stream;
  }

  private static void more(Stream stream, int count, int failures, long millis) {
    for (int minute = 0; minute < count && !stream.hasTripped(); minute++) {
      // Not the same minute each time, else there would be no ranks.
      long jitter = minute % 7;
      stream.green(100, failures, millis + jitter).blue(900, 0, 50 + (minute + 3) % 7);
      stream.seconds(60);
    }
  }

  @Test
  void nothingIsConcludedInTheFirstHour() {
    assertThat(minutes(KayentaRule.hourly(1), 59, 50, 500).hasTripped()).isFalse();
    assertThat(minutes(KayentaRule.sliding(), 59, 50, 500).hasTripped()).isFalse();
  }

  @Test
  void errorsAreCritical() {
    assertThat(minutes(KayentaRule.hourly(1), 60, 5, 50).hasTripped()).isTrue();
  }

  @Test
  void slownessOfEveryQuantileFails() {
    assertThat(minutes(KayentaRule.hourly(1), 60, 0, 75).hasTripped()).isTrue();
  }

  @Test
  void greenLikeTheBaselinePasses() {
    assertThat(minutes(KayentaRule.hourly(1), 240, 0, 50).hasTripped()).isFalse();
    assertThat(minutes(KayentaRule.sliding(), 240, 0, 50).hasTripped()).isFalse();
  }

  @Test
  void anAllowedIncreaseIsAllowed() {
    assertThat(minutes(KayentaRule.hourly(1), 60, 0, 57).hasTripped()).isTrue();
    assertThat(minutes(KayentaRule.hourly(1.2), 240, 0, 57).hasTripped()).isFalse();
    assertThat(minutes(KayentaRule.hourly(1.2), 60, 0, 70).hasTripped()).isTrue();
  }

  @Test
  void theSlidingOneSeesALateFaultBeforeTheGrowingOne() {
    Stream sliding = minutes(KayentaRule.sliding(), 600, 0, 50);
    Stream growing = minutes(KayentaRule.hourly(1), 600, 0, 50);
    more(sliding, 120, 5, 50);
    more(growing, 120, 5, 50);
    assertThat(sliding.hasTripped()).isTrue();
    assertThat(sliding.second()).isBetween(630L * 60, 660L * 60);
    assertThat(growing.hasTripped()).isFalse();
  }
}
