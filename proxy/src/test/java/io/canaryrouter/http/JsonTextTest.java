package io.canaryrouter.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Random;
import org.junit.jupiter.api.Test;

class JsonTextTest {
  private static String quote(String text, int maxChars) {
    StringBuilder out = new StringBuilder();
    JsonText.quote(out, text, maxChars);
    return out.toString();
  }

  @Test
  void nothingThatMovesACursorOrEndsALineStays() {
    assertThat(quote("a\"b\\c\r\n\t\u0000\u001b[31m\u007f\u0085\u202e\u2028é", 200))
        .isEqualTo("\"a\\\"b\\\\c\\r\\n\\t\\u0000\\u001b[31m\\u007f\\u0085\\u202e\\u2028\\u00e9\"");
  }

  @Test
  void aLongTextIsCutToTheWrittenLength() {
    assertThat(quote("abcdef", 6)).isEqualTo("\"abcdef\"");
    assertThat(quote("abcdefg", 6)).isEqualTo("\"abc...\"");
    assertThat(quote("a\u0000\u0000", 12)).isEqualTo("\"a\\u0000...\"");
    assertThat(quote("\u0000", 4)).isEqualTo("\"...\"");
  }

  @Test
  void anyTextIsReadBackAsItWas() throws JsonProcessingException {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    ObjectMapper json = new ObjectMapper();
    for (int round = 0; round < 2_000; round++) {
      StringBuilder text = new StringBuilder();
      for (int i = random.nextInt(40); i > 0; i--) {
        text.append((char) random.nextInt(random.nextBoolean() ? 0x80 : 0x10000));
      }
      String quoted = quote(text.toString(), Integer.MAX_VALUE);
      assertThat(quoted).as("seed %d", seed).matches("[\\x20-\\x7e]*");
      assertThat(json.readValue(quoted, String.class))
          .as("seed %d", seed)
          .isEqualTo(text.toString());
      int max = 3 + random.nextInt(60);
      assertThat(quote(text.toString(), max)).as("seed %d", seed).hasSizeLessThanOrEqualTo(max + 2);
    }
  }
}
