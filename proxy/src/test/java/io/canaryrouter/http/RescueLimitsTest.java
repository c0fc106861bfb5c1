package io.canaryrouter.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.canaryrouter.measure.Outcome;
import io.canaryrouter.measure.Sample;
import io.canaryrouter.split.Stack;
import io.canaryrouter.testing.Answer;
import io.canaryrouter.testing.Blackhole;
import io.canaryrouter.testing.RawClient;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** How far a rescue goes, and where it ends. */
class RescueLimitsTest {
  private static EdgeFixture everybodyToGreen() {
    return EdgeFixture.toGreen(new EdgeFixture.Wishes().oneThread());
  }

  private static int status(EdgeFixture edge, String method) {
    try (RawClient client = edge.client()) {
      return client.send(method + " / HTTP/1.1\r\nHost: a\r\n\r\n").readResponse(method).status();
    }
  }

  @Test
  void getHeadAndOptionsAreSavedFromAResetNothingElseIs() {
    try (EdgeFixture edge = everybodyToGreen()) {
      edge.green.byDefault(Answer.ok("x").resetAfter(0));
      assertThat(status(edge, "GET")).isEqualTo(200);
      assertThat(status(edge, "HEAD")).isEqualTo(200);
      assertThat(status(edge, "OPTIONS")).isEqualTo(200);
      assertThat(status(edge, "DELETE")).isEqualTo(502);
      assertThat(status(edge, "TRACE")).isEqualTo(502);
      assertThat(status(edge, "get")).isEqualTo(502);
      assertThat(edge.blue.requests()).hasSize(3);
    }
  }

  @Test
  void aGetWithABodyThatGreenHasSeenIsNotSentAgain() {
    try (EdgeFixture edge = everybodyToGreen();
        RawClient client = edge.client()) {
      edge.green.byDefault(Answer.ok("x").resetAfter(0));
      client.send("GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc");
      assertThat(client.readResponse().status()).isEqualTo(502);
      assertThat(edge.blue.requests()).isEmpty();
    }
  }

  @Test
  void aGetWhoseAnswerBrokeInItsHeadIsSavedForTheClientHasSeenNothing() {
    try (EdgeFixture edge = everybodyToGreen()) {
      edge.green.enqueue(Answer.ok("x").resetAfter(10), Answer.ok("x").closedAfter(10));
      assertThat(status(edge, "GET")).isEqualTo(200);
      assertThat(status(edge, "GET")).isEqualTo(200);
      assertThat(edge.blue.requests()).hasSize(2);
    }
  }

  @Test
  void rubbishFromGreenIsNotSavedForItMayHaveDoneItsWork() {
    try (EdgeFixture edge = everybodyToGreen()) {
      edge.green.byDefault(Answer.garbage());
      assertThat(status(edge, "GET")).isEqualTo(502);
      assertThat(edge.blue.requests()).isEmpty();
    }
  }

  @Test
  void nothingOfBluesGoesToGreen() {
    try (EdgeFixture edge = EdgeFixture.toBlue(new EdgeFixture.Wishes())) {
      edge.blue.refuseConnections();
      assertThat(status(edge, "GET")).isEqualTo(502);
      assertThat(edge.green.requests()).isEmpty();
      assertThat(edge.sample().outcome()).isEqualTo(Outcome.REFUSED);
    }
  }

  @Test
  void whatBothFailIsGreensFailureAndNoRescue() {
    try (EdgeFixture edge = everybodyToGreen()) {
      edge.green.refuseConnections();
      edge.blue.refuseConnections();
      assertThat(status(edge, "GET")).isEqualTo(502);
      Sample sample = edge.sample();
      assertThat(sample.stack()).isEqualTo(Stack.GREEN);
      assertThat(sample.outcome()).isEqualTo(Outcome.REFUSED);
      assertThat(sample.rescued()).isFalse();
      assertThat(edge.measurements.totals().rescues()).isEmpty();
    }
  }

  @Test
  void aRescueTakesNoDeadConnectionOfBlues() {
    try (EdgeFixture edge = everybodyToGreen()) {
      warmUpBlue(edge);
      edge.blue.enqueue(Answer.ok("x").resetAfter(0), Answer.ok("saved"));
      edge.green.refuseConnections();
      assertThat(status(edge, "GET")).isEqualTo(200);
    }
  }

  @Test
  void aGetIsSavedFromAGreenThatDiesUnderIt() {
    try (EdgeFixture edge = everybodyToGreen();
        RawClient client = edge.client()) {
      edge.green.enqueue(Answer.ok("warm"), Answer.stall());
      assertThat(client.get("/").readResponse().body()).isEqualTo("warm");
      edge.green.takeRequest();
      client.get("/");
      edge.green.takeRequest();
      edge.green.refuseConnections();
      edge.green.resetConnections();
      assertThat(client.readResponse().status()).isEqualTo(200);
      assertThat(edge.samples(2).get(1).rescued()).isTrue();
    }
  }

  private static void warmUpBlue(EdgeFixture edge) {
    edge.green.enqueue(Answer.ok("x").resetAfter(0));
    assertThat(status(edge, "GET")).isEqualTo(200);
    edge.blue.takeRequest();
  }

  @Test
  void anOutageOfGreenIsSavedTenTimesAtOnceAndThenOnlyForAFifthOfTheTraffic() {
    try (EdgeFixture edge = everybodyToGreen();
        RawClient client = edge.client()) {
      edge.green.byDefault(Answer.ok("x").resetAfter(0));
      long saved =
          IntStream.range(0, 30)
              .map(i -> status(edge, "GET"))
              .filter(status -> status == 200)
              .count();
      assertThat(saved).isBetween(10L, 12L);
      client.get("/-/live").readResponse();
    }
  }

  @Test
  void aGreenOfWhichNothingIsKnownYetIsLeftForBlueAndNotCounted() {
    try (Blackhole nowhere = new Blackhole();
        EdgeFixture edge = everybodyToGreen()) {
      edge.reload(
          edge.edge.stack(Stack.BLUE),
          StackSettings.of(UpstreamAddress.parse("127.0.0.1:" + nowhere.port())));
      assertThat(status(edge, "POST")).isEqualTo(200);
      Sample sample = edge.sample();
      assertThat(sample.stack()).isEqualTo(Stack.BLUE);
      assertThat(sample.rescued()).isFalse();
      assertThat(sample.judged()).isFalse();
    }
  }
}
