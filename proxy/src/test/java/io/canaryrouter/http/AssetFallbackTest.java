package io.canaryrouter.http;

import static io.canaryrouter.http.AssetFixture.FILE;
import static io.canaryrouter.http.AssetFixture.MISSING;
import static io.canaryrouter.http.AssetFixture.ask;
import static io.canaryrouter.http.AssetFixture.count;
import static io.canaryrouter.http.AssetFixture.on;
import static io.canaryrouter.http.AssetFixture.onGreen;
import static io.canaryrouter.http.AssetFixture.stack;
import static io.canaryrouter.http.AssetFixture.wishes;
import static org.assertj.core.api.Assertions.assertThat;

import io.canaryrouter.measure.Outcome;
import io.canaryrouter.measure.Sample;
import io.canaryrouter.measure.SecondAnswer;
import io.canaryrouter.split.Stack;
import io.canaryrouter.testing.Answer;
import io.canaryrouter.testing.RawClient;
import io.canaryrouter.testing.RawResponse;
import io.canaryrouter.testing.ReceivedRequest;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A fingerprinted file that a user's stack does not have is asked of the other one, once. */
class AssetFallbackTest {
  @ParameterizedTest
  @EnumSource(Stack.class)
  void whatTheOtherStackHasTheClientGetsFromThere(Stack assigned) {
    EdgeFixture edge = on(assigned, wishes());
    stack(edge, assigned.other()).byDefault(Answer.status(200, "body {}", "ETag: \"a\""));
    RawResponse response = ask(edge, FILE + "?v=1", "If-None-Match: \"b\"", "Range: bytes=0-99");
    assertThat(response.status()).isEqualTo(200);
    assertThat(response.body()).isEqualTo("body {}");
    assertThat(response.field("X-Canary-Stack")).isEqualTo(assigned.other().label());
    assertThat(response.fields().first("X-Made-By")).isEmpty();

    ReceivedRequest first = stack(edge, assigned).takeRequest();
    ReceivedRequest second = stack(edge, assigned.other()).takeRequest();
    assertThat(second.target()).isEqualTo(FILE + "?v=1");
    assertThat(second.fields().first("X-Request-Id"))
        .isEqualTo(first.fields().first("X-Request-Id"));
    assertThat(second.fields().first("If-None-Match")).contains("\"b\"");
    assertThat(second.fields().first("Range")).contains("bytes=0-99");
    assertThat(second.fields().first("X-Canary-Stack")).contains(assigned.other().label());

    Sample sample = edge.sample();
    assertThat(sample.stack()).isEqualTo(assigned);
    assertThat(sample.outcome()).isEqualTo(Outcome.OK);
    assertThat(sample.status()).isEqualTo(200);
    assertThat(sample.rescued()).isFalse();
    assertThat(sample.latencyNanos()).as("of the stack that has not served it").isNegative();
    assertThat(count(edge, assigned, SecondAnswer.BETTER)).isOne();
    assertThat(count(edge, assigned.other(), SecondAnswer.BETTER)).isZero();
    assertThat(edge.totals(assigned.other()).counts().total()).isZero();
    assertThat(edge.closeAndReadLog())
        .singleElement()
        .asString()
        .contains(
            "\"stack\":\"" + assigned.label() + "\"",
            "\"served_by\":\"" + assigned.other().label() + "\"",
            "\"outcome\":\"ok\"",
            "\"fallback\":\"found\"");
  }

  @Test
  void aFileThatTheClientHasAlreadyNeedsNoBody() {
    try (EdgeFixture edge = onGreen()) {
      edge.blue.byDefault(Answer.status(304, "", "ETag: \"a\""));
      assertThat(ask(edge, FILE, "If-None-Match: \"a\"").status()).isEqualTo(304);
      assertThat(edge.sample().outcome()).isEqualTo(Outcome.OK);
    }
  }

  @Test
  void aFirstAnswerInChunksIsReadToItsEndAndItsConnectionUsedAgain() {
    try (EdgeFixture edge = onGreen();
        RawClient client = edge.client()) {
      Answer chunked =
          new Answer.RespondChunked(404, List.of(), List.of("no ", "file"), List.of("X-Why: none"));
      edge.green.byDefault(chunked);
      edge.blue.enqueue(Answer.ok("one"), Answer.ok("two"), MISSING);
      assertThat(client.get(FILE).readResponse().body()).isEqualTo("one");
      int connections = edge.green.connections();
      assertThat(client.get(FILE).readResponse().body()).isEqualTo("two");
      RawResponse first = client.get(FILE).readResponse();
      assertThat(first.status()).isEqualTo(404);
      assertThat(first.body()).isEqualTo("no file");
      assertThat(first.trailers().first("X-Why")).contains("none");
      assertThat(edge.green.connections()).isEqualTo(connections);
    }
  }

  @Test
  void aClientOfTheOldProtocolGetsTheFileAsWell() {
    try (EdgeFixture edge = onGreen();
        RawClient client = edge.client()) {
      edge.blue.byDefault(Answer.chunked("body ", "{}"));
      client.send("GET " + FILE + " HTTP/1.0\r\nHost: a\r\n\r\n");
      assertThat(client.readResponse().body()).isEqualTo("body {}");
    }
  }
}
