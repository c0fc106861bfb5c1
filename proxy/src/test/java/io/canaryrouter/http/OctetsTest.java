package io.canaryrouter.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class OctetsTest {
  @Test
  void everyControlCharacterButTheTabIsFoundWhereverItStands() {
    for (int length = 1; length <= 20; length++) {
      for (int at = 0; at < length; at++) {
        for (int value = 0; value < 256; value++) {
          byte[] bytes = new byte[length];
          Arrays.fill(bytes, (byte) 'a');
          bytes[at] = (byte) value;
          boolean control = (value < 0x20 && value != '\t') || value == 0x7f;
          assertThat(Octets.firstControl(bytes, 0, length)).isEqualTo(control ? at : length);
        }
      }
    }
  }

  @Test
  void theFirstOfManyControlCharactersIsFound() {
    Random random = new Random(7);
    for (int i = 0; i < 20_000; i++) {
      byte[] bytes = new byte[40];
      for (int j = 0; j < bytes.length; j++) {
        bytes[j] = (byte) (random.nextInt(12) == 0 ? random.nextInt(0x21) : random.nextInt(256));
      }
      int from = random.nextInt(20);
      int to = from + random.nextInt(20);
      int expected = from;
      while (expected < to
          && (bytes[expected] < 0
              || bytes[expected] == '\t'
              || (bytes[expected] >= 0x20 && bytes[expected] != 0x7f))) {
        expected++;
      }
      assertThat(Octets.firstControl(bytes, from, to)).isEqualTo(expected);
    }
  }
}
