package io.canaryrouter.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * JSONTestSuite's cases as the value of a member beside the claim, see NOTICE.md beside them: what
 * every parser accepts does not hide the claim, and what none may accept makes the token unusable.
 */
class JsonTestSuiteTest {
  private final JwtReader reader = new JwtReader(List.of("sub"));

  @TestFactory
  List<DynamicTest> everyCaseEndsAsItMust() throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    for (JsonNode each : cases()) {
      String name = each.path("name").asText();
      tests.add(DynamicTest.dynamicTest(name, () -> check(name, octets(each))));
    }
    assertThat(tests).hasSizeGreaterThan(300);
    return tests;
  }

  private void check(String name, byte[] value) {
    ByteArrayOutputStream payload = new ByteArrayOutputStream();
    payload.writeBytes("{\"sub\":\"ana\",\"case\":".getBytes(StandardCharsets.UTF_8));
    payload.writeBytes(value);
    payload.writeBytes("}".getBytes(StandardCharsets.UTF_8));
    String claim = reader.read(Tokens.of(payload.toByteArray())).claim();
    // A payload of its own, an object or not, names nobody and throws nothing.
    assertThat(reader.read(Tokens.of(value)).claim()).isNull();
    switch (name.charAt(0)) {
      case 'y' -> assertThat(claim).isEqualTo("ana");
      case 'n' -> assertThat(claim).isNull();
      default -> assertThat(claim).isIn("ana", null);
    }
  }

  @Test
  void theTwoLargestCasesAreUnusableToo() {
    for (String endless : List.of("[".repeat(100_000), "[{\"\":".repeat(50_000))) {
      char[] json = ("{\"sub\":\"ana\",\"case\":" + endless).toCharArray();
      assertThat(new ClaimScanner(json, json.length, List.of("sub")).scan()).isNull();
    }
  }

  private static byte[] octets(JsonNode each) {
    return each.has("hex")
        ? HexFormat.of().parseHex(each.path("hex").asText())
        : each.path("input").asText().getBytes(StandardCharsets.UTF_8);
  }

  private static JsonNode cases() throws IOException {
    try (InputStream file = JsonTestSuiteTest.class.getResourceAsStream("json-test-suite.json")) {
      return new ObjectMapper().readTree(file);
    }
  }
}
