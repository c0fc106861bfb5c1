package io.canaryrouter.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Base64UrlTest {
  @Test
  void whatThePlatformEncodesIsDecoded() {
    long seed = 20_261_123;
    Random random = new Random(seed);
    for (int i = 0; i < 2_000; i++) {
      byte[] bytes = new byte[random.nextInt(200)];
      random.nextBytes(bytes);
      String text = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
      assertThat(Base64Url.decode("x." + text + ".y", 2, 2 + text.length()))
          .as("seed %d round %d", seed, i)
          .isEqualTo(bytes);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"A", "AAAAA", "AA==", "AAA=", "A+AA", "A/AA", "AA A", "AA\nA", "AAé", "AB", "AAB"})
  void whatIsNotBase64UrlIsNoBytes(String text) {
    assertThat(Base64Url.decode(text, 0, text.length())).isNull();
  }
}
