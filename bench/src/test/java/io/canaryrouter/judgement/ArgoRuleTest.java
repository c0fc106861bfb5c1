package io.canaryrouter.judgement;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ArgoRuleTest {
  @Test
  void theFourthFailedMeasurementAborts() {
    Stream stream = new Stream(ArgoRule.strict());
    for (int minute = 0; minute < 10; minute++) {
      stream.green(98, 2).seconds(60);
    }
    assertThat(stream.hasTripped()).isTrue();
    assertThat(stream.second()).isEqualTo(4 * 60);
  }

  @Test
  void failedMeasurementsAddUpHoweverFarApartTheyAre() {
    Stream stream = new Stream(ArgoRule.strict());
    for (int failure = 0; failure < 3; failure++) {
      stream.green(98, 2).seconds(60);
      for (int minute = 0; minute < 100; minute++) {
        stream.green(99, 1).seconds(60);
      }
    }
    assertThat(stream.hasTripped()).isFalse();
    assertThat(stream.green(98, 2).seconds(60).hasTripped()).isTrue();
  }

  @Test
  void theExampleOfItsDocumentationWantsNinetyFivePercentEachFiveMinutes() {
    assertThat(hour(ArgoRule.ofDocumentation(), 95, 5)).isFalse();
    assertThat(hour(ArgoRule.ofDocumentation(), 94, 6)).isTrue();
  }

  private static boolean hour(Rule rule, int good, int bad) {
    Stream stream = new Stream(rule);
    for (int minute = 0; minute < 60; minute++) {
      stream.green(good, bad).seconds(60);
    }
    return stream.hasTripped();
  }

  @Test
  void aMinuteWithoutRequestsFailsUnlessItIsSkipped() {
    assertThat(new Stream(ArgoRule.strict()).seconds(240).hasTripped()).isTrue();
    assertThat(new Stream(ArgoRule.strictWithoutSilence()).seconds(3_600).hasTripped()).isFalse();
  }
}
