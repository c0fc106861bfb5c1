package io.canaryrouter.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokenMaskTest {
  @ParameterizedTest
  @CsvSource({
    "/orders/42, /orders/42",
    "/reset/eyJhbGci.eyJ1c2Vy.c2ln-_=/now, /reset/[token]/now",
    "eyJa, [token]",
    "a eyJb.c eyJd, a [token] [token]",
    "xeyJb, x[token]",
  })
  void aRunThatBeginsLikeATokenIsReplaced(String text, String masked) {
    assertThat(TokenMask.apply(text)).isEqualTo(masked);
  }
}
