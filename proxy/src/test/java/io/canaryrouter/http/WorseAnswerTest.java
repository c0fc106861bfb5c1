package io.canaryrouter.http;

import static io.canaryrouter.http.AssetFixture.FILE;
import static io.canaryrouter.http.AssetFixture.ask;
import static io.canaryrouter.http.AssetFixture.assertIsFirst;
import static io.canaryrouter.http.AssetFixture.count;
import static io.canaryrouter.http.AssetFixture.onGreen;
import static org.assertj.core.api.Assertions.assertThat;

import io.canaryrouter.measure.Outcome;
import io.canaryrouter.measure.Sample;
import io.canaryrouter.measure.SecondAnswer;
import io.canaryrouter.split.Stack;
import io.canaryrouter.testing.Answer;
import io.canaryrouter.testing.Gate;
import io.canaryrouter.testing.RawClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the other stack has no better answer for, the client gets the first answer to. */
class WorseAnswerTest {
  @ParameterizedTest
  @ValueSource(ints = {302, 401, 404, 410})
  void whatTheOtherStackHasNotTheFirstAnswerIsGivenTo(int status) {
    EdgeFixture edge = onGreen();
    edge.blue.byDefault(Answer.status(status, "blue's"));
    assertIsFirst(ask(edge, FILE));
    Sample sample = edge.sample();
    assertThat(sample.stack()).isEqualTo(Stack.GREEN);
    assertThat(sample.outcome()).isEqualTo(Outcome.CLIENT_ERROR);
    assertThat(sample.status()).isEqualTo(404);
    assertThat(count(edge, Stack.GREEN, SecondAnswer.MISSING)).isOne();
    assertThat(edge.blue.requests()).hasSize(1);
    assertThat(edge.closeAndReadLog())
        .singleElement()
        .asString()
        .contains("\"served_by\":\"green\"", "\"fallback\":\"missing\"", "\"status\":404");
  }

  @Test
  void aWorseAnswerThatNeverEndsIsNotWaitedFor() {
    try (EdgeFixture edge = onGreen()) {
      Gate gate = new Gate();
      edge.blue.byDefault(Answer.status(404, "x".repeat(500)).pausedAfter(100, gate));
      assertIsFirst(ask(edge, FILE));
      assertThat(count(edge, Stack.GREEN, SecondAnswer.MISSING)).isOne();
      gate.open();
    }
  }

  @Test
  void eventsAreNoFile() {
    try (EdgeFixture edge = onGreen()) {
      edge.blue.byDefault(Answer.status(200, "data: 1\n\n", "Content-Type: text/event-stream"));
      assertIsFirst(ask(edge, FILE));
      assertThat(edge.totals(Stack.GREEN).tunnels()).isZero();
    }
  }

  @Test
  void aFileThatBreaksOffIsNeitherWholeNorTheAssignedStacksFault() {
    EdgeFixture edge = onGreen();
    Gate gate = new Gate();
    edge.blue.byDefault(Answer.ok("x".repeat(1_000)).pausedAfter(500, gate).resetAfter(501));
    try (RawClient client = edge.client()) {
      client.get(FILE);
      assertThat(client.readBytes(12)).isEqualTo("HTTP/1.1 200");
      gate.open();
      Sample sample = edge.sample();
      assertThat(sample.stack()).isEqualTo(Stack.GREEN);
      assertThat(sample.outcome()).isEqualTo(Outcome.CLIENT_ERROR);
      assertThat(sample.status()).isEqualTo(404);
    }
    assertThat(edge.closeAndReadLog())
        .singleElement()
        .asString()
        .contains("\"fallback\":\"found\"");
  }
}
