package io.canaryrouter.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClaimScannerTest {
  private static final List<String> CLAIMS = List.of("user_id", "sub");
  private static final JsonFactory JACKSON =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(ClaimScanner.MAX_DEPTH)
                  .maxNumberLength(Integer.MAX_VALUE)
                  .build())
          .build();

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "{\"user_id\":42}                                | 42",
        "{\"user_id\":0}                                 | 0",
        "{\"user_id\":-1}                                | -1",
        "{\"user_id\":\"a b\"}                           | a b",
        "{\"user_id\":12345678901234567890123456789}     | 12345678901234567890123456789",
        "{\"sub\":\"s\",\"user_id\":1}                   | 1",
        "{\"user_id\":null,\"sub\":\"s\"}                | s",
        "{\"user_id\":\"\",\"sub\":\"s\"}                | s",
        "{\"user_id\":1.5,\"sub\":\"s\"}                 | s",
        "{\"user_id\":1e3,\"sub\":\"s\"}                 | s",
        "{\"user_id\":true,\"sub\":\"s\"}                | s",
        "{\"user_id\":[1],\"sub\":\"s\"}                 | s",
        "{\"user_id\":{\"sub\":\"x\"},\"sub\":\"s\"}     | s",
        "{\"a\":{\"user_id\":7},\"b\":[{\"sub\":8}],\"sub\":9} | 9",
        "{\"user\\u005fid\":\"4\\u0032\"}                | 42",
        "{\"sub\":\"\\\"\\\\\\/\\ud83d\\ude00\"}         | \"\\/😀",
        " { \"sub\" : \"é\" }                            | é",
        "{\"user_id\":\"\\ud800\",\"sub\":\"s\"}         | s"
      },
      delimiter = '|')
  void theFirstUsableClaimAtTheTopIsTheKey(String json, String key) {
    assertThat(scan(json)).isEqualTo(key);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "42",
        "\"sub\"",
        "null",
        "[]",
        "[{\"sub\":1}]",
        "{}",
        "{\"a\":1}",
        "{\"user_id\":1.5}",
        "{\"user_id\":-1.0}",
        "{\"user_id\":1E0}",
        "{\"user_id\":false}",
        "{\"user_id\":1,\"user_id\":1}",
        "{\"user_id\":null,\"user_id\":1}",
        "{\"sub\":1,\"user_id\":2,\"sub\":3}",
        "{\"sub\":1,\"s\\u0075b\":2}"
      })
  void aTextWithoutAnUnambiguousClaimIsUnusable(String json) {
    assertThat(scan(json)).isNull();
  }

  /** After the cases of the JSON test suite whose names begin with n_. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"sub\":1}x",
        "{\"sub\":1}}",
        "{\"sub\":1} {}",
        "{\"sub\":1},",
        "{\"sub\":1}#",
        "{\"sub\":1}/**/",
        "{\"sub\":1,}",
        "{\"sub\":1,,\"a\":2}",
        "{,\"sub\":1}",
        "{\"sub\":1",
        "{\"sub\" 1}",
        "{\"sub\"::1}",
        "{\"sub\":}",
        "{\"sub\"}",
        "{sub:1}",
        "{'sub':1}",
        "{\"sub\":'1'}",
        "{1:1,\"sub\":1}",
        "{\"sub\":01}",
        "{\"sub\":-}",
        "{\"sub\":+1}",
        "{\"sub\":--1}",
        "{\"sub\":-01}",
        "{\"sub\":1.}",
        "{\"sub\":.5}",
        "{\"sub\":1e}",
        "{\"sub\":1e+}",
        "{\"sub\":1eE2}",
        "{\"sub\":0x1}",
        "{\"sub\":1 2}",
        "{\"sub\":NaN}",
        "{\"sub\":Infinity}",
        "{\"sub\":-Infinity}",
        "{\"sub\":1}\u0000",
        "{\"sub\":1\u0000}",
        "\uFEFF{\"sub\":1}",
        "{\"sub\":1\u00A0}",
        "{\"sub\":1\f}",
        "{\"sub\":\"a}",
        "{\"sub\":\"a\\\"}",
        "{\"sub\":\"a\nb\"}",
        "{\"sub\":\"a\tb\"}",
        "{\"sub\":\"a\u0000b\"}",
        "{\"sub\":\"\\x\"}",
        "{\"sub\":\"\\u12\"}",
        "{\"sub\":\"\\u12G4\"}",
        "{\"sub\":\"\\U0041\"}",
        "{\"sub\":\"\\",
        "{\"sub\":\"\\u",
        "{\"sub\":\"\\u\uFF11\uFF11\uFF11\uFF11\"}",
        "{\"sub\":1,\"a\":tru}",
        "{\"sub\":1,\"a\":True}",
        "{\"sub\":1,\"a\":nul}",
        "{\"sub\":1,\"a\":[1,]}",
        "{\"sub\":1,\"a\":[1 2]}",
        "{\"sub\":1,\"a\":[1}",
        "{\"sub\":1,\"a\":[}",
        "{\"sub\":1,\"a\":{]}",
        "{\"sub\":1,\"a\":[,1]}",
        "{\"sub\":1,\"a\":{\"b\"}}",
        "{\"sub\":1,\"a\":{\"b\":}}",
        "{\"sub\":1,\"a\":undefined}",
        "{\"sub\":1 \"a\":2}",
        "{\"sub\":\"\\uD83D\\u\"}"
      })
  void malformedJsonIsUnusableWhateverStandsInIt(String json) {
    assertThat(scan(json)).isNull();
    assertThat(reference(json)).isNull();
  }

  @Test
  void nestingIsBounded() {
    assertThat(scan(nested(ClaimScanner.MAX_DEPTH - 1))).isEqualTo("1");
    assertThat(scan(nested(ClaimScanner.MAX_DEPTH))).isNull();
    assertThat(scan("{\"sub\":1,\"a\":" + "[".repeat(6_000))).isNull();
    assertThat(scan("{\"sub\":1,\"a\":" + "{\"a\":".repeat(1_200))).isNull();
  }

  @Test
  void everyTextIsReadAsTheReferenceReadsIt() {
    for (long seed = 0; seed < 20_000; seed++) {
      String json = new RandomJson(new Random(seed)).text();
      assertThat(scan(json)).as("seed %d: %s", seed, json).isEqualTo(reference(json));
    }
  }

  private static String nested(int arrays) {
    return "{\"sub\":1,\"a\":" + "[".repeat(arrays) + "]".repeat(arrays) + "}";
  }

  private static @Nullable String scan(String json) {
    return new ClaimScanner(json.toCharArray(), json.length(), CLAIMS).scan();
  }

  /** The same by a parser that the world trusts. */
  private static @Nullable String reference(String json) {
    Map<String, String> values = new HashMap<>();
    Map<String, Integer> seen = new HashMap<>();
    try (JsonParser parser = JACKSON.createParser(json)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return null;
      }
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        JsonToken value = parser.nextToken();
        seen.merge(name, 1, Integer::sum);
        if (value == JsonToken.VALUE_NUMBER_INT || isUsable(value, parser)) {
          values.put(name, parser.getText());
        }
        parser.skipChildren();
      }
      if (parser.currentToken() != JsonToken.END_OBJECT || parser.nextToken() != null) {
        return null;
      }
    } catch (IOException e) {
      return null;
    }
    boolean isAmbiguous = CLAIMS.stream().anyMatch(claim -> seen.getOrDefault(claim, 0) > 1);
    return isAmbiguous
        ? null
        : CLAIMS.stream().filter(values::containsKey).findFirst().map(values::get).orElse(null);
  }

  private static boolean isUsable(@Nullable JsonToken value, JsonParser parser) throws IOException {
    return value == JsonToken.VALUE_STRING
        && !parser.getText().isEmpty()
        && parser.getText().codePoints().noneMatch(c -> c >= 0xd800 && c <= 0xdfff);
  }
}
