package io.canaryrouter.http;

import static io.canaryrouter.http.AssetFixture.FILE;
import static io.canaryrouter.http.AssetFixture.MISSING;
import static io.canaryrouter.http.AssetFixture.ask;
import static io.canaryrouter.http.AssetFixture.assertIsFirst;
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
import io.canaryrouter.testing.Gate;
import io.canaryrouter.testing.Patience;
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
  void aHeadIsAskedLikeAGet() {
    try (EdgeFixture edge = onGreen();
        RawClient client = edge.client()) {
      edge.blue.byDefault(Answer.ok("body {}"));
      client.send("HEAD " + FILE + " HTTP/1.1\r\nHost: a\r\n\r\n");
      RawResponse response = client.readResponse("HEAD");
      assertThat(response.status()).isEqualTo(200);
      assertThat(response.field("Content-Length")).isEqualTo("7");
      assertThat(edge.blue.takeRequest().method()).isEqualTo("HEAD");
    }
  }

  @Test
  void theFirstAnswerToAHeadMaySpeakOfALargeBody() {
    try (EdgeFixture edge = onGreen();
        RawClient client = edge.client()) {
      edge.green.byDefault(Answer.status(404, "x".repeat(HeldAnswer.MAX_BYTES + 1)));
      edge.blue.enqueue(Answer.ok("body {}"), MISSING);
      String head = "HEAD " + FILE + " HTTP/1.1\r\nHost: a\r\n\r\n";
      assertThat(client.send(head).readResponse("HEAD").status()).isEqualTo(200);
      RawResponse first = client.send(head).readResponse("HEAD");
      assertThat(first.status()).isEqualTo(404);
      assertThat(first.field("Content-Length")).isEqualTo("65537");
    }
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
  void aLargeFileStreamsAndIsWhole() {
    try (EdgeFixture edge = onGreen()) {
      edge.blue.byDefault(new Answer.Flood(8 << 20));
      assertThat(ask(edge, FILE).bodyLength()).isEqualTo(8 << 20);
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
  void whatTheClientPipelinesIsAnsweredInItsOrder() {
    try (EdgeFixture edge = onGreen();
        RawClient client = edge.client()) {
      edge.green.enqueue(MISSING, Answer.ok("green's page"), MISSING);
      edge.blue.enqueue(Answer.ok("file"), MISSING);
      String host = " HTTP/1.1\r\nHost: a\r\n\r\n";
      client.send("GET " + FILE + host + "GET /" + host + "GET " + FILE + host);
      assertThat(client.readResponse().body()).isEqualTo("file");
      assertThat(client.readResponse().body()).isEqualTo("green's page");
      assertIsFirst(client.readResponse());
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

  @Test
  void aClientThatLeavesWhileTheFirstAnswerComesInLeavesNothingBehind() {
    try (EdgeFixture edge = onGreen()) {
      Gate gate = new Gate();
      edge.green.byDefault(Answer.status(404, "x".repeat(500)).pausedAfter(300, gate));
      try (RawClient client = edge.client()) {
        client.get(FILE);
        gate.awaitArrival();
        client.reset();
      }
      assertThat(edge.sample().outcome()).isEqualTo(Outcome.CLIENT_ABORT);
      gate.open();
      assertThat(edge.blue.requests()).isEmpty();
    }
  }

  @Test
  void aClientThatLeavesWhileTheOtherIsAskedLeavesNothingBehind() {
    try (EdgeFixture edge = onGreen()) {
      Gate gate = new Gate();
      edge.blue.byDefault(Answer.ok("late").after(gate));
      try (RawClient client = edge.client()) {
        client.get(FILE);
        gate.awaitArrival();
        client.reset();
      }
      Sample sample = edge.sample();
      assertThat(sample.outcome()).isEqualTo(Outcome.CLIENT_ABORT);
      assertThat(sample.stack()).isEqualTo(Stack.GREEN);
      gate.open();
      Patience.until(
          () -> edge.edge.instances(Stack.BLUE).stream().allMatch(each -> each.outstanding() == 0),
          "blue to be left");
    }
  }
}
