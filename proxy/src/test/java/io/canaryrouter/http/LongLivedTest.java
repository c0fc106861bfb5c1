package io.canaryrouter.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.canaryrouter.measure.Outcome;
import io.canaryrouter.measure.Sample;
import io.canaryrouter.split.Stack;
import io.canaryrouter.testing.Answer;
import io.canaryrouter.testing.Ending;
import io.canaryrouter.testing.Feed;
import io.canaryrouter.testing.Frame;
import io.canaryrouter.testing.Gate;
import io.canaryrouter.testing.Patience;
import io.canaryrouter.testing.RawClient;
import io.canaryrouter.testing.RawResponse;
import io.canaryrouter.testing.ReceivedRequest;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** WebSockets and event streams through the whole data plane. */
class LongLivedTest {
  private static final String ACCEPT = "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=";

  private final EdgeFixture edge = EdgeFixture.toGreen(endingAtOnce());

  /** The ends of a failover, which chance spreads over seconds, all at the first moment. */
  private static EdgeFixture.Wishes endingAtOnce() {
    EdgeFixture.Wishes wishes = new EdgeFixture.Wishes();
    wishes.random = () -> 0;
    return wishes;
  }

  @AfterEach
  void nothingIsLeftBehind() {
    edge.close();
  }

  private void awaitTunnels(long count) {
    Patience.until(() -> edge.totals(Stack.GREEN).tunnels() == count, count + " tunnels");
  }

  // ---- WebSockets ---------------------------------------------------------------------------

  @Test
  void messagesGoBothWaysAndTheTunnelIsCountedOnce() {
    edge.green.byDefault(new Answer.WebSocketEcho());
    try (RawClient client = edge.client()) {
      assertThat(client.upgrade("/cable").readResponse().status()).isEqualTo(101);
      awaitTunnels(1);
      for (String text : List.of("one", "two", "x".repeat(100_000))) {
        assertThat(client.sendFrame(Frame.text(text)).readFrame().payload()).isEqualTo(text);
      }
      client.sendFrame(Frame.close(1000));
      assertThat(client.readFrame().closeCode()).isEqualTo(1000);
      assertThat(client.awaitEnd()).isEqualTo(Ending.CLOSED);
    }
    Sample sample = edge.sample();
    assertThat(sample.outcome()).isEqualTo(Outcome.TUNNEL);
    assertThat(sample.stack()).isEqualTo(Stack.GREEN);
    awaitTunnels(0);
    List<String> lines = edge.closeAndReadLog();
    assertThat(lines).filteredOn(line -> line.contains("\"outcome\":\"tunnel\"")).hasSize(1);
    assertThat(edge.totals(Stack.GREEN).counts().total()).isEqualTo(1);
  }

  @Test
  void whatTheStackSendsRightBehindItsAcceptanceArrives() {
    edge.green.byDefault(
        new Answer.Raw(
            "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + ACCEPT
                + "\r\n\r\n\u0081\u0005hello"));
    try (RawClient client = edge.client()) {
      assertThat(client.upgrade("/cable").readResponse().status()).isEqualTo(101);
      assertThat(client.readFrame().payload()).isEqualTo("hello");
    }
  }

  @Test
  void whatTheClientSendsRightBehindItsRequestArrivesOnlyOnceItWasAccepted() {
    edge.green.byDefault(new Answer.WebSocketEcho());
    try (RawClient client = edge.client()) {
      client.upgrade("/cable").sendFrame(Frame.text("eager"));
      assertThat(client.readResponse().status()).isEqualTo(101);
      assertThat(client.readFrame().payload()).isEqualTo("eager");
    }
  }

  @Test
  void aClientThatEndedItsSideBeforeItWasAcceptedEndsTheTunnel() {
    Gate gate = new Gate();
    edge.green.byDefault(new Answer.WebSocketEcho().after(gate));
    try (RawClient client = edge.client()) {
      client.upgrade("/cable");
      ReceivedRequest received = edge.green.takeRequest();
      client.finish();
      gate.open();
      assertThat(client.readResponse().status()).isEqualTo(101);
      assertThat(received.awaitDisconnect()).isNotNull();
    }
    awaitTunnels(0);
  }

  @Test
  void anAcceptanceThatDoesNotFitTheRequestIsA502AndNoTunnel() {
    edge.green.byDefault(
        new Answer.Raw(
            "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Accept: bm90IHRoZSByaWdodCBvbmUgYXQgYWw=\r\n\r\n\u0081\u0003bad"));
    try (RawClient client = edge.client()) {
      RawResponse response = client.upgrade("/cable").readResponse();
      assertThat(response.status()).isEqualTo(502);
      assertThat(response.field("Proxy-Status")).contains("http_upgrade_failed");
    }
    assertThat(edge.sample().outcome()).isEqualTo(Outcome.RESET);
    assertThat(edge.totals(Stack.GREEN).tunnels()).isZero();
  }

  @Test
  void aRefusedUpgradeIsAnAnswerLikeAnyOtherAndTheConnectionGoesOn() {
    edge.green.onTarget("/cable", Answer.status(403, "no")).byDefault(Answer.ok("still here"));
    try (RawClient client = edge.client()) {
      assertThat(client.upgrade("/cable").readResponse().body()).isEqualTo("no");
      assertThat(client.get("/").readResponse().body()).isEqualTo("still here");
    }
    assertThat(edge.samples(2)).extracting(Sample::outcome).contains(Outcome.AUTH);
  }

  @Test
  void anUpgradeToAnythingElseIsForwardedWithoutIt() {
    try (RawClient client = edge.client()) {
      client.get(
          "/",
          "Connection: Upgrade, HTTP2-Settings",
          "Upgrade: h2c",
          "HTTP2-Settings: AAMAAABkAAQAAP__");
      assertThat(client.readResponse().status()).isEqualTo(200);
    }
    ReceivedRequest received = edge.green.takeRequest();
    assertThat(received.fields().first("Upgrade")).isEmpty();
    assertThat(received.fields().first("HTTP2-Settings")).isEmpty();
    assertThat(received.fields().has("Connection", "upgrade")).isFalse();
  }

  @Test
  void afterAFailoverGreensWebSocketsAreToldToConnectAgain() {
    edge.green.byDefault(new Answer.WebSocketEcho());
    try (RawClient client = edge.client()) {
      client.upgrade("/cable").readResponse();
      awaitTunnels(1);
      edge.failOver();
      assertThat(client.readFrame().closeCode()).isEqualTo(1012);
      client.sendFrame(Frame.close(1012));
      assertThat(client.awaitEnd()).isNotEqualTo(Ending.COMPLETE);
    }
    awaitTunnels(0);
  }

  @Test
  void aWebSocketThatGreenRefusesIsOpenedOnBlueAndCountsAgainstGreen() {
    edge.green.refuseConnections();
    edge.blue.byDefault(new Answer.WebSocketEcho());
    try (RawClient client = edge.client()) {
      assertThat(client.upgrade("/cable").readResponse().status()).isEqualTo(101);
      assertThat(client.sendFrame(Frame.text("saved")).readFrame().payload()).isEqualTo("saved");
    }
    Sample sample = edge.sample();
    assertThat(sample.stack()).isEqualTo(Stack.GREEN);
    assertThat(sample.outcome()).isEqualTo(Outcome.REFUSED);
    assertThat(sample.rescued()).isTrue();
  }

  // ---- event streams ------------------------------------------------------------------------

  @Test
  void eachEventArrivesBeforeTheNextIsSent() {
    Feed feed = new Feed();
    edge.green.byDefault(new Answer.EventStream(feed));
    try (RawClient client = edge.client()) {
      client.get("/events");
      assertThat(edge.sample().outcome()).isEqualTo(Outcome.TUNNEL);
      assertThat(edge.totals(Stack.GREEN).tunnels()).isEqualTo(1);
      assertThat(client.readBytes(12)).isEqualTo("HTTP/1.1 200");
      String before = readUntil(client, "\r\n\r\n");
      assertThat(before).contains("text/event-stream");
      for (int i = 0; i < 5; i++) {
        feed.send("data: " + i + "\n\n");
        assertThat(readUntil(client, "\n\n\r\n")).contains("data: " + i);
      }
      feed.end();
      assertThat(readUntil(client, "0\r\n\r\n")).isNotNull();
    }
    awaitTunnels(0);
    assertThat(edge.totals(Stack.GREEN).counts().total()).isEqualTo(1);
  }

  private static String readUntil(RawClient client, String end) {
    StringBuilder read = new StringBuilder();
    while (read.indexOf(end) < 0) {
      read.append(client.readBytes(1));
    }
    return read.toString();
  }

  @Test
  void afterAFailoverGreensEventStreamsEndCleanly() {
    Feed feed = new Feed();
    edge.green.byDefault(new Answer.EventStream(feed));
    try (RawClient client = edge.client()) {
      client.get("/events");
      feed.send("data: 1\n\n");
      awaitTunnels(1);
      edge.failOver();
      RawResponse response = client.readResponse();
      assertThat(response.ending()).isEqualTo(Ending.COMPLETE);
      assertThat(client.awaitEnd()).isEqualTo(Ending.CLOSED);
    }
    assertThat(edge.green.takeRequest().awaitDisconnect()).isNotNull();
    awaitTunnels(0);
  }

  @Test
  void aBrowserThatLeavesASilentStreamIsNoticed() {
    edge.green.byDefault(new Answer.EventStream(new Feed()));
    try (RawClient client = edge.client()) {
      client.get("/events");
      awaitTunnels(1);
    }
    assertThat(edge.green.takeRequest().awaitDisconnect()).isNotNull();
    awaitTunnels(0);
  }

  @Test
  void aStreamThatTheStackBreaksDoesNotLookWhole() {
    edge.green.byDefault(
        new Answer.RespondChunked(
                200, List.of("Content-Type: text/event-stream"), List.of("data: 1\n\n"), List.of())
            .closedAfter(95));
    try (RawClient client = edge.client()) {
      assertThat(client.get("/events").readResponse().looksWhole()).isFalse();
    }
    assertThat(edge.sample().outcome()).isEqualTo(Outcome.TUNNEL);
    awaitTunnels(0);
  }

  @Test
  void anErrorThatCallsItselfAStreamIsAnError() {
    edge.green.byDefault(Answer.status(500, "broken", "Content-Type: text/event-stream"));
    try (RawClient client = edge.client()) {
      client.get("/events").readResponse();
    }
    assertThat(edge.sample().outcome()).isEqualTo(Outcome.SERVER_ERROR);
  }

  @Test
  void theHeadOfAStreamIsNoStream() {
    edge.green.byDefault(Answer.status(200, "", "Content-Type: text/event-stream"));
    try (RawClient client = edge.client()) {
      client.send("HEAD /events HTTP/1.1\r\nHost: a\r\n\r\n").readResponse("HEAD");
    }
    assertThat(edge.sample().outcome()).isEqualTo(Outcome.OK);
  }
}
