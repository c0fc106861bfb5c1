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

  @Test
  void oneWrongCharacterAnywhereSpoilsTheText() {
    for (int length : new int[] {2, 3, 4, 6, 7, 8, 11}) {
      String text = "A".repeat(length);
      assertThat(Base64Url.decode(text, 0, length)).hasSize(length * 6 / 8);
      for (int at = 0; at < length; at++) {
        for (char wrong : new char[] {'=', '+', '/', ' ', '.', '\u0000', '\u007f', 'é', '\uffff'}) {
          String spoilt = text.substring(0, at) + wrong + text.substring(at + 1);
          assertThat(Base64Url.decode(spoilt, 0, length)).as("%s", spoilt).isNull();
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"A", "AAAAA", "AA==", "AAA=", "A+AA", "A/AA", "AA A", "AA\nA", "AAé", "AB", "AAB"})
  void whatIsNotBase64UrlIsNoBytes(String text) {
    assertThat(Base64Url.decode(text, 0, text.length())).isNull();
  }
}
