package io.canaryrouter.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.canaryrouter.measure.Outcome;
import io.canaryrouter.split.Stack;
import io.canaryrouter.testing.Answer;
import io.canaryrouter.testing.Ending;
import io.canaryrouter.testing.Frame;
import io.canaryrouter.testing.Gate;
import io.canaryrouter.testing.RawClient;
import io.canaryrouter.testing.RawResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The same promises on every kernel interface that this machine has. */
class TransportTest {
  private static EdgeFixture on(Transport transport) {
    assumeTrue(transport.isAvailable(), transport + " does not work here");
    EdgeFixture.Wishes wishes = new EdgeFixture.Wishes();
    wishes.transport = transport;
    return EdgeFixture.toBlue(wishes);
  }

  @Test
  void theOneThatWorksEverywhereAlwaysWorks() {
    assertThat(Transport.NIO.isAvailable()).isTrue();
    assertThat(Transport.best().isAvailable()).isTrue();
  }

  @ParameterizedTest
  @EnumSource
  void requestsBodiesAndWebSocketsPass(Transport transport) {
    try (EdgeFixture edge = on(transport);
        RawClient client = edge.client()) {
      assertThat(edge.edge.transport()).isEqualTo(transport);
      edge.blue
          .enqueue(Answer.ok("got"), new Answer.Echo(), new Answer.Flood(8 << 20))
          .byDefault(new Answer.WebSocketEcho());
      assertThat(client.get("/").readResponse().body()).isEqualTo("got");
      String body = "b".repeat(300_000);
      assertThat(client.post("/", body).readResponse().body()).isEqualTo(body);
      assertThat(client.get("/").readResponse().bodyLength()).isEqualTo(8 << 20);
      assertThat(client.upgrade("/cable").readResponse().status()).isEqualTo(101);
      assertThat(client.sendFrame(Frame.text("hi")).readFrame().payload()).isEqualTo("hi");
    }
  }

  @ParameterizedTest
  @EnumSource
  void aResetInTheMidstOfAnAnswerIsAlwaysNoticed(Transport transport) {
    try (EdgeFixture edge = on(transport)) {
      // Again and again, as a missed event shows only sometimes.
      edge.blue.byDefault(Answer.ok("0123456789").resetAfter(43));
      for (int i = 0; i < 100; i++) {
        try (RawClient client = edge.client()) {
          RawResponse response = client.post("/", "x").readResponse();
          assertThat(response.status()).isEqualTo(502);
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void anEarlyAnswerIsNeverLostToTheResetBehindIt(Transport transport) {
    String tooMuch = "x".repeat(4 << 20);
    try (EdgeFixture edge = on(transport)) {
      // A close with unread bytes is a reset, which the router's writing may meet before it reads.
      edge.blue.byDefault(
          Answer.status(413, "too much", "Connection: close").early().readingBodyAfter(new Gate()));
      for (int i = 0; i < 20; i++) {
        try (RawClient client = edge.client()) {
          client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9000000\r\n\r\n");
          Thread upload = new Thread(() -> client.sendAsFarAsTaken(tooMuch));
          upload.start();
          assertThat(client.readResponse().status()).isEqualTo(413);
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void aClientThatHasSentAllAndEndsItsSideStillGetsItsAnswer(Transport transport) {
    String upload = "x".repeat(5 << 20);
    try (EdgeFixture edge = on(transport)) {
      for (int i = 0; i < 10; i++) {
        Gate slow = new Gate();
        // The router has to stop reading, and is told of the end before it may read on.
        edge.blue.enqueue(Answer.ok("stored").readingBodyAfter(slow));
        try (RawClient client = edge.client()) {
          client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: " + upload.length());
          client.send("\r\n\r\n");
          Thread sender =
              new Thread(() -> {
                client.sendAsFarAsTaken(upload);
                client.finish();
              });
          sender.start();
          slow.awaitArrival();
          slow.open();
          assertThat(client.readResponse().body()).isEqualTo("stored");
        }
      }
      assertThat(edge.samples(10)).allMatch(sample -> sample.outcome() == Outcome.OK);
    }
  }

  @ParameterizedTest
  @EnumSource
  void pipelinedRequestsAreAllAnsweredThoughTheClientHasEndedItsSide(Transport transport) {
    try (EdgeFixture edge = on(transport);
        RawClient client = edge.client()) {
      edge.blue.byDefault(new Answer.Echo());
      client.get("/1").get("/2").get("/3").finish();
      for (int i = 1; i <= 3; i++) {
        assertThat(client.readResponse().field("X-Target")).isEqualTo("/" + i);
      }
      assertThat(client.awaitEnd()).isEqualTo(Ending.CLOSED);
    }
  }

  @ParameterizedTest
  @EnumSource
  void halfARequestBehindAWholeOneIsNotWaitedForOnceTheClientHasEndedItsSide(Transport transport) {
    try (EdgeFixture edge = on(transport);
        RawClient client = edge.client()) {
      client.send("GET /1 HTTP/1.1\r\nHost: a\r\n\r\nGET /2 HTT").finish();
      assertThat(client.readResponse().status()).isEqualTo(200);
      assertThat(client.awaitEnd()).isEqualTo(Ending.CLOSED);
      assertThat(edge.blue.requests()).hasSize(1);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aClientThatVanishesIsAlwaysNoticed(Transport transport) {
    try (EdgeFixture edge = on(transport)) {
      edge.blue.byDefault(Answer.stall());
      for (int i = 0; i < 20; i++) {
        try (RawClient client = edge.client()) {
          client.get("/");
          edge.blue.takeRequest();
          client.reset();
        }
      }
      assertThat(edge.samples(20)).hasSize(20);
      assertThat(edge.totals(Stack.BLUE).inflight()).isZero();
    }
  }
}
