package io.canaryrouter.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.canaryrouter.measure.Outcome;
import io.canaryrouter.measure.Sample;
import io.canaryrouter.split.Stack;
import io.canaryrouter.testing.Answer;
import io.canaryrouter.testing.Frame;
import io.canaryrouter.testing.Gate;
import io.canaryrouter.testing.Patience;
import io.canaryrouter.testing.RawClient;
import io.canaryrouter.testing.RawResponse;
import io.canaryrouter.testing.ReceivedRequest;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A stack that takes one request at a time: who waits, who is turned away, who gets the slot. */
class QueueingTest {
  private static final long LONG_MILLIS = 60_000;

  private static EdgeFixture oneAtATime(int waiting, long waitMillis) {
    return EdgeFixture.toBlue(new EdgeFixture.Wishes().blue(Limits.admit(1, waiting, waitMillis)));
  }

  private static void awaitInflight(EdgeFixture edge, Stack stack, long count) {
    Patience.until(() -> edge.totals(stack).inflight() == count, count + " requests in flight");
  }

  @Test
  void theSecondWaitsUntilTheFirstIsAnswered() {
    Gate gate = new Gate();
    try (EdgeFixture edge = oneAtATime(1, LONG_MILLIS);
        RawClient first = edge.client();
        RawClient second = edge.client()) {
      edge.blue.enqueue(Answer.ok("first").after(gate), Answer.ok("second"));
      first.get("/");
      gate.awaitArrival();
      second.post("/", "body");
      awaitInflight(edge, Stack.BLUE, 2);
      assertThat(edge.blue.requests()).hasSize(1);
      gate.open();
      assertThat(first.readResponse().body()).isEqualTo("first");
      assertThat(second.readResponse().body()).isEqualTo("second");
    }
  }

  @Test
  void whoFindsTheQueueFullIsTurnedAwayAndToldWhenToComeBack() {
    Gate gate = new Gate();
    try (EdgeFixture edge = oneAtATime(0, LONG_MILLIS);
        RawClient first = edge.client();
        RawClient second = edge.client()) {
      edge.blue.byDefault(Answer.ok("first").after(gate));
      first.get("/");
      gate.awaitArrival();
      RawResponse refusal = second.get("/").readResponse();
      assertThat(refusal.status()).isEqualTo(503);
      assertThat(refusal.field("Retry-After")).matches("[1-5]");
      assertThat(refusal.field("Proxy-Status")).contains("connection_limit_reached");
      assertThat(edge.sample().outcome()).isEqualTo(Outcome.SHED);
      gate.open();
      assertThat(first.readResponse().body()).isEqualTo("first");
      assertThat(second.get("/").readResponse().body()).isEqualTo("first");
    }
  }

  @Test
  void whoWaitsTooLongIsTurnedAway() {
    Gate gate = new Gate();
    try (EdgeFixture edge = oneAtATime(1, Limits.SHORT_MILLIS);
        RawClient first = edge.client();
        RawClient second = edge.client()) {
      edge.blue.byDefault(Answer.ok("first").after(gate));
      first.get("/");
      gate.awaitArrival();
      assertThat(second.get("/").readResponse().status()).isEqualTo(503);
      gate.open();
      first.readResponse();
    }
  }

  @Test
  void whoWaitsLongerThanAWholeRequestMayTakeIsTurnedAwayAndNeverSent() {
    EdgeFixture.Wishes wishes =
        new EdgeFixture.Wishes()
            .blue(s ->
                Limits.total(Limits.SHORT_MILLIS).apply(Limits.admit(1, 1, LONG_MILLIS).apply(s)));
    try (EdgeFixture edge = EdgeFixture.toBlue(wishes);
        RawClient first = edge.client();
        RawClient second = edge.client()) {
      edge.blue.byDefault(new Answer.WebSocketEcho());
      assertThat(first.upgrade("/cable").readResponse().status()).isEqualTo(101);
      assertThat(second.post("/", "body").readResponse().status()).isEqualTo(503);
      assertThat(edge.blue.requests()).hasSize(1);
    }
  }

  @Test
  void whoeverVanishesFromTheQueueMakesRoomForAnother() {
    Gate gate = new Gate();
    try (EdgeFixture edge = oneAtATime(1, LONG_MILLIS);
        RawClient first = edge.client();
        RawClient third = edge.client()) {
      edge.blue.byDefault(Answer.ok("served").after(gate));
      first.get("/");
      gate.awaitArrival();
      try (RawClient second = edge.client()) {
        second.get("/");
        awaitInflight(edge, Stack.BLUE, 2);
        second.reset();
      }
      assertThat(edge.sample().outcome()).isEqualTo(Outcome.CLIENT_ABORT);
      third.get("/");
      awaitInflight(edge, Stack.BLUE, 2);
      gate.open();
      assertThat(third.readResponse().body()).isEqualTo("served");
      assertThat(edge.blue.requests()).hasSize(2);
    }
  }

  @Test
  void theSlotOfAClientThatVanishedIsGivenBack() {
    try (EdgeFixture edge = oneAtATime(1, LONG_MILLIS)) {
      edge.blue.enqueue(Answer.stall(), Answer.ok("next"));
      try (RawClient client = edge.client()) {
        client.get("/");
        ReceivedRequest received = edge.blue.takeRequest();
        client.reset();
        assertThat(received.awaitDisconnect()).isNotNull();
      }
      servesAnother(edge);
    }
  }

  @Test
  void theSlotOfARequestThatFailedIsGivenBack() {
    try (EdgeFixture edge = oneAtATime(1, LONG_MILLIS);
        RawClient client = edge.client()) {
      edge.blue.enqueue(Answer.garbage(), Answer.ok("x").resetAfter(0), Answer.ok("next"));
      assertThat(client.post("/", "x").readResponse().status()).isEqualTo(502);
      assertThat(client.post("/", "x").readResponse().status()).isEqualTo(502);
      servesAnother(edge);
    }
  }

  @Test
  void theSlotOfAStackThatCannotBeReachedIsGivenBack() {
    try (EdgeFixture edge = oneAtATime(1, LONG_MILLIS);
        RawClient client = edge.client()) {
      edge.blue.refuseConnections();
      assertThat(client.get("/").readResponse().status()).isEqualTo(502);
      edge.blue.acceptConnections();
      edge.blue.byDefault(Answer.ok("next"));
      servesAnother(edge);
    }
  }

  @Test
  void aTunnelKeepsItsSlotUntilItEnds() {
    try (EdgeFixture edge = oneAtATime(1, LONG_MILLIS);
        RawClient waiting = edge.client()) {
      edge.blue.enqueue(new Answer.WebSocketEcho(), Answer.ok("next"));
      try (RawClient client = edge.client()) {
        assertThat(client.upgrade("/cable").readResponse().status()).isEqualTo(101);
        waiting.get("/");
        awaitInflight(edge, Stack.BLUE, 1);
        assertThat(client.sendFrame(Frame.text("hi")).readFrame().payload()).isEqualTo("hi");
        assertThat(edge.blue.requests()).hasSize(1);
      }
      assertThat(waiting.readResponse().body()).isEqualTo("next");
    }
  }

  @Test
  void whoWaitsForGreenGoesToBlueWhenGreenIsLeft() {
    Gate gate = new Gate();
    try (EdgeFixture edge =
            EdgeFixture.toGreen(new EdgeFixture.Wishes().green(Limits.admit(1, 8, LONG_MILLIS)));
        RawClient first = edge.client();
        RawClient second = edge.client()) {
      edge.green.byDefault(Answer.ok("green").after(gate));
      edge.blue.byDefault(new Answer.Echo());
      first.get("/");
      gate.awaitArrival();
      second.post("/", "waited");
      awaitInflight(edge, Stack.GREEN, 2);
      edge.failOver();
      assertThat(second.readResponse().body()).isEqualTo("waited");
      Sample sample = edge.sample();
      assertThat(sample.stack()).isEqualTo(Stack.GREEN);
      assertThat(sample.outcome()).isEqualTo(Outcome.SHED);
      assertThat(sample.rescued()).isTrue();
      gate.open();
      assertThat(first.readResponse().body()).isEqualTo("green");
    }
  }

  @Test
  void whoLeavesGreensQueueFindsWhatRoomBlueHasAndTheRestIsTurnedAway() {
    Gate gate = new Gate();
    EdgeFixture.Wishes wishes =
        new EdgeFixture.Wishes()
            .oneThread()
            .green(Limits.admit(1, 40, LONG_MILLIS))
            .blue(Limits.admit(5, 20, LONG_MILLIS));
    try (EdgeFixture edge = EdgeFixture.toGreen(wishes)) {
      edge.green.byDefault(Answer.ok("green").after(gate));
      edge.blue.byDefault(Answer.ok("blue").after(gate));
      List<RawClient> clients = Stream.generate(edge::client).limit(41).toList();
      clients.forEach(client -> client.post("/", "body"));
      awaitInflight(edge, Stack.GREEN, 41);
      edge.failOver();
      // Blue takes 5 and lets 20 wait: 15 of the 40 find no room, and are told so at once.
      for (Sample shed : edge.samples(15)) {
        assertThat(shed.outcome()).isEqualTo(Outcome.SHED);
        assertThat(shed.rescued()).isFalse();
      }
      gate.open();
      List<RawResponse> answers = clients.stream().map(RawClient::readResponse).toList();
      assertThat(answers)
          .filteredOn(each -> each.status() == 503)
          .hasSize(15)
          .allSatisfy(each -> assertThat(each.field("Retry-After")).matches("[1-5]"));
      assertThat(answers).filteredOn(each -> each.body().equals("blue")).hasSize(25);
      assertThat(answers).filteredOn(each -> each.body().equals("green")).hasSize(1);
      clients.forEach(RawClient::close);
    }
  }

  @Test
  void aRescueFindsRoomWithinBluesLimitOrNone() {
    Gate gate = new Gate();
    EdgeFixture.Wishes wishes = new EdgeFixture.Wishes().blue(Limits.admit(1, 0, LONG_MILLIS));
    try (EdgeFixture edge = EdgeFixture.toGreen(wishes);
        RawClient first = edge.client();
        RawClient second = edge.client()) {
      edge.green.refuseConnections();
      edge.blue.byDefault(Answer.ok("saved").after(gate));
      first.get("/");
      gate.awaitArrival();
      RawResponse refusal = second.get("/").readResponse();
      assertThat(refusal.status()).isEqualTo(503);
      assertThat(refusal.field("Retry-After")).matches("[1-5]");
      assertThat(edge.sample().rescued()).isFalse();
      gate.open();
      assertThat(first.readResponse().body()).isEqualTo("saved");
      assertThat(edge.blue.requests()).hasSize(1);
    }
  }

  private static void servesAnother(EdgeFixture edge) {
    try (RawClient client = edge.client()) {
      assertThat(client.get("/").readResponse().body()).isEqualTo("next");
    }
  }
}
