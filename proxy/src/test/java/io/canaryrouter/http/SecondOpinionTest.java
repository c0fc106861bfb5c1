package io.canaryrouter.http;

import static io.canaryrouter.http.AssetFixture.ask;
import static io.canaryrouter.http.OpinionFixture.BROKEN;
import static io.canaryrouter.http.OpinionFixture.assertIsBlues;
import static io.canaryrouter.http.OpinionFixture.count;
import static io.canaryrouter.http.OpinionFixture.onGreen;
import static org.assertj.core.api.Assertions.assertThat;

import io.canaryrouter.measure.Outcome;
import io.canaryrouter.measure.Sample;
import io.canaryrouter.measure.Sample.Remark;
import io.canaryrouter.measure.SecondAnswer;
import io.canaryrouter.split.Stack;
import io.canaryrouter.testing.Answer;
import io.canaryrouter.testing.Feed;
import io.canaryrouter.testing.Gate;
import io.canaryrouter.testing.RawClient;
import io.canaryrouter.testing.ReceivedRequest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What green fails is asked of blue once, and the user never sees the failure. */
class SecondOpinionTest {
  @Test
  void whatGreenFailsTheClientGetsFromBlueAndGreenHasFailed() {
    EdgeFixture edge = onGreen();
    assertIsBlues(ask(edge, "/page?a=1", "Cookie: a=1"));

    ReceivedRequest first = edge.green.takeRequest();
    ReceivedRequest second = edge.blue.takeRequest();
    assertThat(second.target()).isEqualTo("/page?a=1");
    assertThat(second.fields().first("X-Request-Id"))
        .isEqualTo(first.fields().first("X-Request-Id"));
    assertThat(second.fields().first("Cookie")).contains("a=1");
    assertThat(second.fields().first("X-Canary-Stack")).contains("blue");

    Sample sample = edge.sample();
    assertIsFailureOfGreen(sample, Outcome.SERVER_ERROR, 200, true, Remark.NONE);
    assertThat(sample.latencyNanos()).as("of the stack that has not served it").isNegative();
    assertThat(count(edge, SecondAnswer.BETTER)).isOne();
    assertThat(edge.measurements.totals().rescues()).isEqualTo(Map.of("server_error", 1L));
    assertThat(edge.totals(Stack.BLUE).counts().total()).isZero();
    assertThat(edge.closeAndReadLog())
        .singleElement()
        .asString()
        .contains(
            "\"status\":200",
            "\"stack\":\"green\"",
            "\"served_by\":\"blue\"",
            "\"outcome\":\"server_error\",\"rescued\":true,\"failure\":\"server_error\"",
            "\"second_opinion\":\"better\"")
        .doesNotContain("fallback");
  }

  @ParameterizedTest
  @ValueSource(ints = {204, 301, 304, 401, 404, 429})
  void whateverBlueAnswersThatIsNoFailureIsBetter(int status) {
    try (EdgeFixture edge = onGreen()) {
      edge.blue.byDefault(Answer.status(status, ""));
      assertThat(ask(edge, "/").status()).isEqualTo(status);
      assertIsFailureOfGreen(edge.sample(), Outcome.SERVER_ERROR, status, true, Remark.NONE);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {501, 502, 503, 504, 599})
  void eachFailureIsAskedAgain(int status) {
    try (EdgeFixture edge = onGreen()) {
      edge.green.byDefault(Answer.status(status, "x".repeat(HeldAnswer.MAX_BYTES)));
      assertIsBlues(ask(edge, "/"));
    }
  }

  @Test
  void whatGreensPlatformSaysInItsPlaceIsAFailureToo() {
    try (EdgeFixture edge = onGreen()) {
      edge.green.byDefault(Answer.status(503, "asleep", "x-render-routing: no-server"));
      assertIsBlues(ask(edge, "/"));
      assertIsFailureOfGreen(edge.sample(), Outcome.REFUSED, 200, true, Remark.NONE);
      assertThat(edge.measurements.totals().rescues()).isEqualTo(Map.of("platform", 1L));
      assertThat(edge.measurements.totals().platformAnswers())
          .isEqualTo(Map.of(Stack.GREEN, 1L, Stack.BLUE, 0L));
    }
  }

  @Test
  void aFileThatGreenFailsIsAskedOfBlueToo() {
    EdgeFixture.Wishes wishes = AssetFixture.wishes();
    wishes.secondOpinion = true;
    try (EdgeFixture edge = onGreen(wishes)) {
      edge.blue.enqueue(Answer.ok("blue's"), AssetFixture.MISSING);
      assertIsBlues(ask(edge, AssetFixture.FILE));
      assertThat(ask(edge, AssetFixture.FILE).status()).as("is what it is").isEqualTo(404);
      assertThat(edge.green.requests()).as("is not asked back").hasSize(2);
      assertThat(count(edge, SecondAnswer.BETTER)).isEqualTo(2);
      edge.green.byDefault(AssetFixture.MISSING);
      edge.blue.byDefault(BROKEN);
      assertThat(ask(edge, AssetFixture.FILE).status()).isEqualTo(404);
      assertThat(count(edge)).as("a missing file is none").isEqualTo(2);
    }
  }

  @Test
  void bluesEventsAreBetterThanGreensFailure() {
    try (EdgeFixture edge = onGreen();
        RawClient client = edge.client()) {
      Feed feed = new Feed();
      edge.blue.byDefault(new Answer.EventStream(feed));
      client.get("/events", "Accept: text/event-stream");
      assertThat(client.readBytes(12)).isEqualTo("HTTP/1.1 200");
      assertIsFailureOfGreen(edge.sample(), Outcome.SERVER_ERROR, 200, true, Remark.NONE);
      assertThat(edge.totals(Stack.BLUE).tunnels()).isOne();
      assertThat(count(edge, SecondAnswer.BETTER)).isOne();
      feed.end();
    }
  }

  @Test
  void aFailureThatBreaksOffIsRescuedAsWell() {
    try (EdgeFixture edge = onGreen()) {
      edge.green.byDefault(Answer.status(500, "x".repeat(500)).closedAfter(300));
      assertIsBlues(ask(edge, "/"));
      assertIsFailureOfGreen(edge.sample(), Outcome.RESET, 200, true, Remark.NONE);
      assertThat(edge.green.requests()).hasSize(1);
      assertThat(count(edge)).as("was no whole opinion").isZero();
    }
  }

  @Test
  void afterAFailoverItIsAskedAllTheMore() {
    try (EdgeFixture edge = onGreen();
        RawClient client = edge.client()) {
      Gate gate = new Gate();
      edge.green.byDefault(Answer.status(500, "x".repeat(500)).pausedAfter(300, gate));
      client.get("/");
      gate.awaitArrival();
      edge.failOver();
      gate.open();
      assertIsBlues(client.readResponse());
    }
  }

  @Test
  void anAnswerOfBluesThatBreaksOffIsNeitherWholeNorEvidence() {
    EdgeFixture edge = onGreen();
    Gate gate = new Gate();
    edge.blue.byDefault(Answer.ok("x".repeat(1_000)).pausedAfter(500, gate).resetAfter(501));
    try (RawClient client = edge.client()) {
      client.get("/");
      assertThat(client.readBytes(12)).isEqualTo("HTTP/1.1 200");
      gate.open();
      assertIsFailureOfGreen(
          edge.sample(), Outcome.SERVER_ERROR, 200, false, Remark.BLUE_FAILED_TOO);
    }
    assertThat(edge.closeAndReadLog())
        .singleElement()
        .asString()
        .contains("\"second_opinion\":\"better\"");
  }

  @Test
  void eachOfManyIsAnsweredByOneOfTheTwoAndCountedOnce() {
    try (EdgeFixture edge = onGreen();
        RawClient client = edge.client()) {
      for (int i = 0; i < 40; i++) {
        boolean isGood = i % 5 != 0;
        edge.green.byDefault(isGood ? Answer.ok("green's") : BROKEN);
        assertThat(client.get("/").readResponse().status()).isEqualTo(200);
      }
      List<Sample> samples = edge.samples(40);
      assertThat(samples.stream().filter(Sample::rescued)).hasSize(8);
      assertThat(count(edge, SecondAnswer.BETTER)).isEqualTo(8);
    }
  }

  static void assertIsFailureOfGreen(
      Sample sample, Outcome outcome, int status, boolean isRescued, Remark remark) {
    assertThat(sample.stack()).isEqualTo(Stack.GREEN);
    assertThat(sample.outcome()).isEqualTo(outcome);
    assertThat(sample.status()).isEqualTo(status);
    assertThat(sample.rescued()).isEqualTo(isRescued);
    assertThat(sample.remark()).isEqualTo(remark);
  }
}
