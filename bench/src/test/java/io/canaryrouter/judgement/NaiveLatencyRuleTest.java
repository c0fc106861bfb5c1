package io.canaryrouter.judgement;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NaiveLatencyRuleTest {
  private final Stream stream = new Stream(new NaiveLatencyRule());

  @Test
  void aFifthMoreIsTooMuch() {
    assertThat(stream.blue(100, 0, 100).green(100, 0, 115).seconds(1).hasTripped()).isFalse();
    Stream slower = new Stream(new NaiveLatencyRule());
    assertThat(slower.blue(100, 0, 100).green(100, 0, 125).seconds(1).hasTripped()).isTrue();
  }

  @Test
  void itIsThe95thPercentileThatCounts() {
    stream.blue(100, 0, 100).green(95, 0, 100).green(5, 0, 900).seconds(1);
    assertThat(stream.hasTripped()).isFalse();
    assertThat(stream.green(1, 0, 900).seconds(1).hasTripped()).isTrue();
  }

  @Test
  void aMinuteIsRememberedAndNoMore() {
    stream.green(10, 0, 200).seconds(59).blue(10, 0, 100).seconds(1);
    assertThat(stream.hasTripped()).isTrue();
    Stream later = new Stream(new NaiveLatencyRule());
    later.green(10, 0, 200).seconds(60).blue(10, 0, 100).seconds(1);
    assertThat(later.hasTripped()).isFalse();
  }

  @Test
  void oneSideAloneIsNothingToCompare() {
    assertThat(stream.green(10, 0, 900).seconds(60).hasTripped()).isFalse();
  }

  @Test
  void failuresHaveNoLatency() {
    stream.blue(10, 0, 100).green(10, 0, 100).green(0, 50, 900).seconds(1);
    assertThat(stream.hasTripped()).isFalse();
  }
}
