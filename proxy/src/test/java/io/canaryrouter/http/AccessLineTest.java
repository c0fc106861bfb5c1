package io.canaryrouter.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.canaryrouter.measure.Outcome;
import io.canaryrouter.split.Assignment;
import io.canaryrouter.split.Stack;
import io.netty.handler.codec.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AccessLineTest {
  private static final AccessEntry.Answered OK =
      new AccessEntry.Answered(200, Outcome.OK, false, null);

  private static String line(AccessEntry entry, long standsFor) {
    StringBuilder out = new StringBuilder();
    AccessLine.append(out, entry, standsFor);
    return out.toString();
  }

  private static JsonNode read(AccessEntry entry) throws JsonProcessingException {
    return new ObjectMapper().readTree(line(entry, 1));
  }

  @Test
  void aRequestIsOneLineThatAPersonCanRead() {
    assertThat(line(AccessFixture.ok(Stack.GREEN), 1))
        .isEqualTo(
            "{\"level\":\"info\",\"ts\":\"2025-10-09T08:53:20.123Z\",\"msg\":\"request\","
                + "\"host\":\"shop.example\",\"method\":\"GET\",\"path\":\"/orders\","
                + "\"request_id\":\"r-1\",\"client_addr\":\"203.0.113.9\","
                + "\"user_agent\":\"curl/8\",\"proto\":\"HTTP/1.1\",\"scheme\":\"http\","
                + "\"status\":200,\"route\":\"login\",\"stack\":\"green\",\"reason\":\"rank\",\"epoch\":3,"
                + "\"served_by\":\"green\",\"outcome\":\"ok\",\"rescued\":false,"
                + "\"duration_ms\":12.345,\"upstream_ms\":7.005,"
                + "\"req_bytes\":10,\"resp_bytes\":2048}\n");
  }

  @Test
  void aSampledLineSaysForHowManyItStands() {
    assertThat(line(AccessFixture.ok(Stack.BLUE), 100)).endsWith(",\"sampled\":100}\n");
  }

  @Test
  void aRescueIsAWarningThatNamesTheFailure() throws JsonProcessingException {
    JsonNode line = read(AccessFixture.rescued());
    assertThat(line.get("level").asText()).isEqualTo("warning");
    assertThat(line.get("rescued").asBoolean()).isTrue();
    assertThat(line.get("failure").asText()).isEqualTo("connection_refused");
    assertThat(line.get("outcome").asText()).isEqualTo("refused");
  }

  @Test
  void anUnreadableHeadTellsNoneOfItsBytes() throws JsonProcessingException {
    ClientOrigin origin = new ClientOrigin("192.0.2.1", 1, "http", "192.0.2.1", false);
    JsonNode line =
        read(
            new AccessEntry(
                AccessEntry.Asked.unreadable("r-2", origin),
                null,
                null,
                new AccessEntry.Answered(400, Outcome.BAD_REQUEST, false, Failure.BAD_REQUEST),
                new AccessEntry.Took(0, 1_000_000, -1, 0, 300)));
    assertThat(line.get("path").asText()).isEqualTo("-");
    assertThat(line.get("failure").asText()).isEqualTo("bad_request");
    assertThat(line.has("stack")).isFalse();
    assertThat(line.has("upstream_ms")).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "/a/b?token=x,            /a/b",
    "/a#x?y,                  /a",
    "/?,                      /",
    "*,                       *",
    "http://u:p@h/a?b,        /a",
    "http://u:p@h?/a,         -",
    "http://u:p@h,            -",
    "u:p@h:443,               -",
    "'',                      -",
    "?/token,                 -",
  })
  void onlyThePathOfATargetIsTold(String target, String path) throws JsonProcessingException {
    HttpRequest request = RequestFixture.get().setUri(target);
    JsonNode line = read(AccessFixture.of(request, Stack.BLUE, OK, 1));
    assertThat(line.get("path").asText()).isEqualTo(path);
  }

  @Test
  void nobodyCanWriteASecondLineOrReachATerminal() throws JsonProcessingException {
    String hostile = "a\r\n{\"level\":\"error\"}\u001b[2J\u0000\"\\\u202e";
    String line = line(everywhere(hostile), 1);
    assertThat(line).matches("[\\x20-\\x7e]*\n");
    JsonNode json = new ObjectMapper().readTree(line);
    assertThat(json.get("user_agent").asText()).isEqualTo(hostile);
    assertThat(json.get("path").asText()).isEqualTo(hostile);
    assertThat(json.get("level").asText()).isEqualTo("info");
  }

  @Test
  void theLongestTextsMakeALineThatAPipeTakesAtOnce() throws JsonProcessingException {
    String line = line(everywhere("\u0001".repeat(70_000)), Long.MAX_VALUE);
    assertThat(line.length()).isLessThan(LogOutput.MAX_BATCH_BYTES);
    assertThat(new ObjectMapper().readTree(line).get("path").asText()).endsWith("...");
  }

  private static AccessEntry everywhere(String text) {
    ClientOrigin origin = new ClientOrigin(text, 1, text, text, true);
    return new AccessEntry(
        new AccessEntry.Asked(text, text, text, text, text, text, text, origin),
        new AccessEntry.Routed(
            text, new Assignment(Stack.GREEN, Assignment.Reason.ANONYMOUS, Long.MIN_VALUE)),
        Stack.GREEN,
        new AccessEntry.Answered(200, Outcome.CLIENT_ERROR, false, Failure.RESPONSE_HEAD_TOO_LARGE),
        new AccessEntry.Took(
            RequestFixture.NOW_MILLIS,
            Long.MAX_VALUE,
            Long.MAX_VALUE,
            Long.MAX_VALUE,
            Long.MAX_VALUE));
  }

  @Test
  void noSecretOfARequestIsEverInALine() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    for (int round = 0; round < 1_000; round++) {
      String token = token(random);
      String secret = "s" + Long.toHexString(random.nextLong());
      HttpRequest request =
          RequestFixture.get(
                  "Authorization", "Bearer " + token,
                  "Cookie", "access_token=" + token + "; session=" + secret,
                  "Proxy-Authorization", "Basic " + secret,
                  "X-Canary-Override", secret,
                  "User-Agent", "app/1 (" + token + ")",
                  "Host", "shop.example")
              .setUri("/reset/" + token + "/now?token=" + token + "&password=" + secret);
      RequestFixture.prepared(random.nextBoolean() ? "10.0.0.1" : "203.0.113.9", request);
      String line = line(AccessFixture.of(request, Stack.GREEN, OK, 1), 1);
      assertThat(line).as("seed %d", seed).doesNotContain(secret).contains("/reset/[token]/now");
      for (String part : List.of(token.split("\\.", -1))) {
        assertThat(line).as("seed %d", seed).doesNotContain(part);
      }
    }
  }

  private static String token(Random random) {
    byte[] signature = new byte[32];
    random.nextBytes(signature);
    Base64.Encoder base64 = Base64.getUrlEncoder().withoutPadding();
    return base64.encodeToString("{\"alg\":\"HS256\"}".getBytes(StandardCharsets.US_ASCII))
        + "."
        + base64.encodeToString(
            ("{\"user_id\":" + random.nextInt() + "}").getBytes(StandardCharsets.US_ASCII))
        + "."
        + base64.encodeToString(signature);
  }
}
