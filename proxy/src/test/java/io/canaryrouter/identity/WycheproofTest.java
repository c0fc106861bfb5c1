package io.canaryrouter.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Project Wycheproof's cases for signed tokens, see NOTICE.md beside them. */
class WycheproofTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TestFactory
  List<DynamicTest> everyCaseEndsAsItMust() throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    for (JsonNode group : cases().path("testGroups")) {
      for (JsonNode each : group.path("tests")) {
        String name =
            "%s %s %s"
                .formatted(
                    group.path("comment").asText(),
                    each.path("tcId").asText(),
                    each.path("comment").asText());
        tests.add(
            DynamicTest.dynamicTest(
                name,
                () ->
                    assertThat(isAccepted(each.path("jws").asText(), group.path("key")))
                        .isEqualTo(each.path("result").asText().equals("valid"))));
      }
    }
    assertThat(tests).hasSizeGreaterThan(100);
    return tests;
  }

  private static boolean isAccepted(String jws, JsonNode key) {
    TokenParts parts = TokenParts.of(jws);
    return parts != null
        && Base64Url.decode(jws, parts.first() + 1, parts.second()) != null
        && verifier(key).verify(parts) == Verification.OK;
  }

  private static TokenVerifier verifier(JsonNode key) {
    // Where a key may serve for signatures, it is the set of keys that must say so.
    JwsAlgorithm named = JwsAlgorithm.named(key.path("alg").asText());
    Set<JwsAlgorithm> algorithms = named == null ? Set.of(JwsAlgorithm.values()) : Set.of(named);
    return new TokenVerifier(
        algorithms,
        KeySource.fixed(new KeySet(0, keys(key, algorithms))),
        new VerificationFigures(),
        () -> 0);
  }

  private static List<VerificationKey> keys(JsonNode key, Set<JwsAlgorithm> algorithms) {
    if (key.path("kty").asText().equals("oct")) {
      return List.of(new SecretKey(Base64.getUrlDecoder().decode(key.path("k").asText())));
    }
    try {
      return JwkSetReader.read("{\"keys\":[" + key + "]}", algorithms);
    } catch (IOException e) {
      return List.of();
    }
  }

  private static JsonNode cases() throws IOException {
    try (InputStream file = WycheproofTest.class.getResourceAsStream("wycheproof-jws.json")) {
      return JSON.readTree(file);
    }
  }
}
