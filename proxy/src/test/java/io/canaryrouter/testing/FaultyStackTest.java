package io.canaryrouter.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class FaultyStackTest {
  @AutoClose private final FaultyStack stack = FaultyStack.start();
  @AutoClose private final RawClient client = RawClient.connect(stack.port());

  @Test
  void enqueuedAnswersComeInOrderAndThenTheDefault() {
    stack.enqueue(Answer.status(404, "none"), Answer.chunked("a", "bc")).byDefault(Answer.ok("d"));

    client.get("/1").get("/2").get("/3");

    assertThat(client.readResponse().status()).isEqualTo(404);
    assertThat(client.readResponse().body()).isEqualTo("abc");
    assertThat(client.readResponse().body()).isEqualTo("d");
    assertThat(stack.takeRequest().target()).isEqualTo("/1");
    assertThat(stack.connections()).isEqualTo(1);
  }

  @Test
  void aRequestIsRecordedWithItsHeadItsContentAndItsTrailers() {
    client.send("PUT /x HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n");
    client.send("3\r\nabc\r\n0\r\nSum: 1\r\n\r\n");

    ReceivedRequest request = stack.takeRequest();

    assertThat(request.method()).isEqualTo("PUT");
    assertThat(request.head()).startsWith("PUT /x HTTP/1.1\r\nHost: a\r\n");
    assertThat(request.body()).isEqualTo("abc");
    assertThat(request.trailers().first("sum")).contains("1");
    assertThat(request.ending()).isEqualTo(Ending.COMPLETE);
  }

  @Test
  void aBodyThatTheClientCutsIsToldFromAWholeOne() {
    client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nab").finish();

    ReceivedRequest request = stack.takeRequest();

    assertThat(request.ending()).isEqualTo(Ending.CUT);
    assertThat(request.bodyLength()).isEqualTo(2);
  }

  @Test
  void aTruncatedAnswerIsSeenAsCutAndAResetOneAsReset() {
    stack.enqueue(Answer.ok("hello").closedAfter(45));

    assertThat(client.get("/").readResponse().ending()).isEqualTo(Ending.CUT);
    assertThat(client.awaitEnd()).isEqualTo(Ending.CLOSED);

    stack.enqueue(Answer.ok("hello").resetAfter(45));
    try (RawClient second = RawClient.connect(stack.port())) {
      assertThat(second.get("/").readResponse().ending()).isEqualTo(Ending.RESET);
    }
  }

  @Test
  void aGateHoldsTheAnswerAndTheClientsDepartureIsSeenMeanwhile() {
    Gate gate = new Gate();
    stack.enqueue(Answer.ok("late").after(gate), Answer.stall());

    client.get("/");
    gate.awaitArrival();
    gate.open();
    assertThat(client.readResponse().body()).isEqualTo("late");

    client.get("/2");
    assertThat(stack.takeRequest().target()).isEqualTo("/");
    ReceivedRequest stalled = stack.takeRequest();
    client.reset();
    assertThat(stalled.awaitDisconnect()).isEqualTo(Ending.RESET);
  }

  @Test
  void aTrickledAnswerGivesAByteForEachPass() {
    Gate gate = new Gate();
    stack.enqueue(Answer.ok("x").trickled(gate));

    client.get("/");
    gate.pass(4);
    assertThat(client.readBytes(4)).isEqualTo("HTTP");
    gate.open();
    assertThat(client.readBytes(5)).isEqualTo("/1.1 ");
  }

  @Test
  void anEarlyAnswerComesBeforeTheBodyWasRead() {
    Gate gate = new Gate();
    stack.enqueue(Answer.status(413, "").early().readingBodyAfter(gate));

    client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\n");
    assertThat(client.readResponse().status()).isEqualTo(413);
    client.send("ab").get("/next");
    gate.open();

    assertThat(client.readResponse().status()).isEqualTo(200);
    assertThat(stack.takeRequest().body()).isEqualTo("ab");
  }

  @Test
  void expectContinueIsHonouredAndInformationalResponsesComeFirst() {
    stack.enqueue(Answer.ok("done").afterInformational(103, "Link: </a.css>"));

    client.send("POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n");
    assertThat(client.readResponse().status()).isEqualTo(100);
    client.send("ab");

    assertThat(client.readResponse().field("Link")).isEqualTo("</a.css>");
    assertThat(client.readResponse().body()).isEqualTo("done");
  }

  @Test
  void idleConnectionsAreClosedAtTheirAgeButNotWhileAnAnswerIsDue() {
    Gate gate = new Gate();
    stack.enqueue(Answer.ok("late").after(gate)).closeIdleAfter(20);

    try (RawClient second = RawClient.connect(stack.port())) {
      second.get("/");
      gate.awaitArrival();
      assertThat(client.get("/2").readResponse().status()).isEqualTo(200);
      assertThat(client.awaitEnd()).isEqualTo(Ending.CLOSED);
      gate.open();
      assertThat(second.readResponse().body()).isEqualTo("late");
      assertThat(second.awaitEnd()).isEqualTo(Ending.CLOSED);
    }
  }

  @Test
  void connectionsAreRefusedAndThenAcceptedOnTheSamePort() {
    int port = stack.port();
    client.get("/").readResponse();

    stack.refuseConnections();
    assertThatThrownBy(() -> RawClient.connect(port)).isInstanceOf(UncheckedIOException.class);
    stack.acceptConnections();

    try (RawClient second = RawClient.connect(port)) {
      assertThat(second.get("/").readResponse().status()).isEqualTo(200);
    }
    assertThat(client.get("/").readResponse().status()).isEqualTo(200);
  }

  @Test
  void aConnectionMayEndAsSoonAsItWasAccepted() {
    client.get("/").readResponse();
    stack.closeOnAccept(true);

    try (RawClient second = RawClient.connect(stack.port())) {
      assertThat(second.awaitEnd()).isEqualTo(Ending.CLOSED);
    }
  }

  @Test
  void webSocketMessagesAreEchoedUntilTheClose() {
    stack.byDefault(new Answer.WebSocketEcho());

    assertThat(client.upgrade("/cable").readResponse().field("Sec-WebSocket-Accept"))
        .isEqualTo("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
    ReceivedRequest request = stack.takeRequest();
    client.sendFrame(Frame.text("hi"));
    assertThat(client.readFrame()).isEqualTo(Frame.text("hi"));
    request.sendFrame(Frame.text("x".repeat(70_000)));
    assertThat(client.readFrame().payload()).hasSize(70_000);
    client.sendFrame(Frame.close(1001));
    assertThat(client.readFrame().closeCode()).isEqualTo(1001);
    assertThat(request.takeFrame().payload()).isEqualTo("hi");
    assertThat(client.awaitEnd()).isEqualTo(Ending.CLOSED);
  }

  @Test
  void anEventStreamGoesAsTheTestFeedsIt() {
    Feed feed = new Feed();
    stack.enqueue(new Answer.EventStream(feed));

    client.get("/events");
    feed.send("data: 1\n\n");
    feed.end();

    assertThat(client.readResponse().body()).isEqualTo("data: 1\n\n");
  }

  @Test
  void probesStandAsideAndTakeNothingEnqueued() {
    stack.onTarget("/up", Answer.ok("up")).enqueue(Answer.ok("real"));

    client.get("/up").get("/");

    assertThat(client.readResponse().body()).isEqualTo("up");
    assertThat(client.readResponse().body()).isEqualTo("real");
    assertThat(stack.requests()).hasSize(1);
    assertThat(stack.probes()).hasSize(1);
  }

  @Test
  void whatWasDeliveredTwiceIsNamed() {
    client.get("/", "X-Request-Id: a").get("/", "X-Request-Id: b").get("/", "X-Request-Id: a");
    for (int i = 0; i < 3; i++) {
      client.readResponse();
    }

    assertThat(stack.duplicates("X-Request-Id")).containsExactly("a");
  }

  @Test
  void aRequestWithTwoFramingsIsAViolation() {
    client.send(
        "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n");

    assertThat(stack.takeRequest().awaitDisconnect()).isEqualTo(Ending.MALFORMED);
    assertThat(stack.violations()).singleElement().asString().contains("more than one framing");
  }
}
