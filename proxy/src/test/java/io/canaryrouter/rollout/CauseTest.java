package io.canaryrouter.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class CauseTest {
  @Test
  void everyChangeSaysWhy() {
    assertThatIllegalArgumentException().isThrownBy(() -> Cause.of("ana", "  "));
  }

  @Test
  void aReasonStaysOneLine() {
    assertThat(Cause.of("ana", "one\r\ntwo\u001b[0m\n").reason()).isEqualTo("one  two [0m");
  }

  @Test
  void aReasonIsBounded() {
    Cause longest = Cause.of("ana", "x".repeat(Cause.MAX_REASON_CHARS));
    assertThat(longest.reason()).hasSize(Cause.MAX_REASON_CHARS);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Cause.of("ana", "x".repeat(Cause.MAX_REASON_CHARS + 1)));
  }
}
