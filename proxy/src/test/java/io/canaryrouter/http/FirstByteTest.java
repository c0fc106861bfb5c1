package io.canaryrouter.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.canaryrouter.measure.Durations;
import io.canaryrouter.measure.RouteTotals;
import io.canaryrouter.split.Stack;
import io.canaryrouter.testing.Answer;
import io.canaryrouter.testing.FakeClock;
import io.canaryrouter.testing.Gate;
import io.canaryrouter.testing.RawClient;
import org.junit.jupiter.api.Test;

/** How long a client has to wait until an answer begins, beside what the stack is judged by. */
class FirstByteTest {
  private final FakeClock clock = new FakeClock();

  private EdgeFixture everybodyToGreen() {
    EdgeFixture.Wishes wishes = new EdgeFixture.Wishes().oneThread();
    wishes.clock = clock;
    return EdgeFixture.toGreen(wishes);
  }

  @Test
  void itHoldsTheUploadThatTheLatencyLeavesOut() {
    try (EdgeFixture edge = everybodyToGreen();
        RawClient client = edge.client()) {
      edge.green.byDefault(new Answer.Echo());
      client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 6\r\n\r\nabc");
      edge.green.takeRequest();
      clock.advanceMillis(300);
      assertThat(client.send("def").readResponse().body()).isEqualTo("abcdef");
      edge.sample();
      RouteTotals green = edge.totals(Stack.GREEN).all();
      assertThat(green.firstByte().sumSeconds()).isEqualTo(0.3);
      assertThat(green.latency().sumSeconds()).isZero();
    }
  }

  @Test
  void itEndsWhereTheAnswerBegins() {
    Gate gate = new Gate();
    try (EdgeFixture edge = everybodyToGreen();
        RawClient client = edge.client()) {
      String answer = "HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nabcdef";
      edge.green.byDefault(new Answer.Raw(answer).pausedAfter(answer.length() - 3, gate));
      assertThat(client.get("/").readBytes(12)).isEqualTo("HTTP/1.1 200");
      clock.advanceMillis(300);
      gate.open();
      edge.sample();
      RouteTotals green = edge.totals(Stack.GREEN).all();
      assertThat(green.firstByte().sumSeconds()).isZero();
      assertThat(green.firstByte().count()).isOne();
      assertThat(green.total().sumSeconds()).isEqualTo(0.3);
    }
  }

  @Test
  void whatBlueAnsweredInGreensPlaceIsGreens() {
    try (EdgeFixture edge = everybodyToGreen();
        RawClient client = edge.client()) {
      edge.green.refuseConnections();
      client.get("/").readResponse();
      edge.sample();
      assertThat(firstBytes(edge, Stack.GREEN).count()).isOne();
      assertThat(firstBytes(edge, Stack.BLUE).count()).isZero();
    }
  }

  @Test
  void theRoutersOwnAnswersHaveNone() {
    try (EdgeFixture edge = everybodyToGreen();
        RawClient client = edge.client()) {
      edge.green.refuseConnections();
      edge.blue.refuseConnections();
      assertThat(client.get("/").readResponse().status()).isEqualTo(502);
      edge.sample();
      assertThat(firstBytes(edge, Stack.GREEN).count()).isZero();
      assertThat(edge.totals(Stack.GREEN).all().total().count()).isOne();
    }
  }

  private static Durations firstBytes(EdgeFixture edge, Stack stack) {
    return edge.totals(stack).all().firstByte();
  }
}
