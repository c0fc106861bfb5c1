package io.canaryrouter.judgement;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EnvoyRuleTest {
  private final Stream stream = new Stream(new EnvoyRule());

  @Test
  void theFifthFailureInARowEjects() {
    assertThat(stream.green(0, 4).seconds(600).hasTripped()).isFalse();
    assertThat(stream.green(0, 1).hasTripped()).isTrue();
  }

  @Test
  void aSuccessOfGreenBeginsAnewAndBluesRequestsDoNotMatter() {
    stream.green(0, 4).green(1, 0).green(0, 4).blue(3, 3, 50);
    assertThat(stream.hasTripped()).isFalse();
    assertThat(stream.green(0, 1).hasTripped()).isTrue();
  }
}
