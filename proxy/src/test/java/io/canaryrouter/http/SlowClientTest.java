package io.canaryrouter.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.canaryrouter.measure.Outcome;
import io.canaryrouter.split.Stack;
import io.canaryrouter.testing.Answer;
import io.canaryrouter.testing.Blackhole;
import io.canaryrouter.testing.Ending;
import io.canaryrouter.testing.Gate;
import io.canaryrouter.testing.Patience;
import io.canaryrouter.testing.RawClient;
import io.canaryrouter.testing.RawResponse;
import io.canaryrouter.testing.ReceivedRequest;
import org.junit.jupiter.api.Test;

/** Clients that are slow, vanish, or keep talking hold nothing for long. */
class SlowClientTest {
  private static final long SHORT = Limits.SHORT_MILLIS;

  private static EdgeFixture.Wishes wishes() {
    return new EdgeFixture.Wishes();
  }

  @Test
  void aHeadThatTakesTooLongIsA408AndTheEndOfTheConnection() {
    try (EdgeFixture edge = EdgeFixture.toBlue(wishes().listen(Limits.clientHead(SHORT)));
        RawClient client = edge.client()) {
      client.send("GET / HTTP/1.1\r\nHost: a\r\nX-Slow: ");
      RawResponse response = client.readResponse();
      assertThat(response.status()).isEqualTo(408);
      assertThat(response.field("Connection")).isEqualToIgnoringCase("close");
      assertThat(client.awaitEnd()).isEqualTo(Ending.CLOSED);
      assertThat(edge.measurements.totals().refused().get(Outcome.BAD_REQUEST)).isEqualTo(1);
    }
  }

  @Test
  void aConnectionThatNeverSendsAnythingIsClosed() {
    try (EdgeFixture edge = EdgeFixture.toBlue(wishes().listen(Limits.clientHead(SHORT)));
        RawClient client = edge.client()) {
      assertThat(client.awaitEnd()).isEqualTo(Ending.CLOSED);
    }
  }

  @Test
  void aConnectionWithoutFurtherRequestsIsClosed() {
    try (EdgeFixture edge = EdgeFixture.toBlue(wishes().listen(Limits.clientIdle(SHORT)));
        RawClient client = edge.client()) {
      assertThat(client.get("/").readResponse().status()).isEqualTo(200);
      assertThat(client.awaitEnd()).isEqualTo(Ending.CLOSED);
    }
  }

  @Test
  void aBodyThatComesTooSlowlyIsA408AndNeverLooksCompleteToTheStack() {
    try (EdgeFixture edge = EdgeFixture.toBlue(wishes().listen(Limits.clientBody(SHORT)));
        RawClient client = edge.client()) {
      client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5000\r\n\r\nslow");
      ReceivedRequest received = edge.blue.takeRequest();
      assertThat(client.readResponse().status()).isEqualTo(408);
      assertThat(received.ending()).isNotEqualTo(Ending.COMPLETE);
      assertThat(edge.sample().outcome()).isEqualTo(Outcome.BAD_REQUEST);
    }
  }

  @Test
  void aSlowBodyBehindAnEarlyAnswerCannotHoldTheConnection() {
    try (EdgeFixture edge = EdgeFixture.toBlue(wishes().listen(Limits.clientBody(SHORT)));
        RawClient client = edge.client()) {
      edge.blue.byDefault(new Answer.Flood(1 << 10).pausedAfter(100, new Gate()).early());
      client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5000\r\n\r\nslow");
      assertThat(client.readResponse().looksWhole()).isFalse();
      assertThat(edge.sample().outcome()).isEqualTo(Outcome.BAD_REQUEST);
    }
  }

  @Test
  void aClientThatTakesNothingIsCutOffAndTheStackIsFreed() {
    try (EdgeFixture edge = EdgeFixture.toBlue(wishes().listen(Limits.clientStall(SHORT)))) {
      edge.blue.byDefault(new Answer.Flood(64 << 20));
      try (RawClient client = RawClient.connectSlowReader(edge.edge.address().getPort())) {
        client.get("/");
        assertThat(edge.sample().outcome()).isEqualTo(Outcome.CLIENT_ABORT);
      }
      assertThat(edge.blue.takeRequest().awaitDisconnect()).isNotNull();
    }
  }

  @Test
  void theLastBytesOfAResponseAreNotCutOffByTheIdleTimeout() {
    try (EdgeFixture edge = EdgeFixture.toBlue(wishes().listen(Limits.clientIdle(SHORT)))) {
      edge.blue.byDefault(new Answer.Flood(8 << 20)).onTarget("/slow", Answer.ok("x"));
      try (RawClient client = RawClient.connectSlowReader(edge.edge.address().getPort());
          RawClient other = edge.client()) {
        client.get("/", "Connection: close");
        // The stack's answer is through when its sample comes, but for what the client's side
        // holds;
        // meanwhile another connection is idle long enough to be closed.
        edge.blue.takeRequest();
        assertThat(other.get("/slow").readResponse().status()).isEqualTo(200);
        assertThat(other.awaitEnd()).isEqualTo(Ending.CLOSED);
        RawResponse response = client.readResponse();
        assertThat(response.ending()).isEqualTo(Ending.COMPLETE);
        assertThat(response.bodyLength()).isEqualTo(8 << 20);
      }
    }
  }

  @Test
  void aClientThatResetsMidwayIsAnAbortAndTheStackIsTold() {
    Gate gate = new Gate();
    try (EdgeFixture edge = EdgeFixture.toBlue(wishes())) {
      edge.blue.byDefault(Answer.ok("0123456789").pausedAfter(50, gate));
      try (RawClient client = edge.client()) {
        client.get("/");
        assertThat(client.readBytes(40)).startsWith("HTTP/1.1 200");
        client.reset();
      }
      assertThat(edge.sample().outcome()).isEqualTo(Outcome.CLIENT_ABORT);
      assertThat(edge.blue.takeRequest().awaitDisconnect()).isNotNull();
    }
  }

  @Test
  void aClientThatVanishesBeforeAnythingIsAnsweredIsAnAbort() {
    try (EdgeFixture edge = EdgeFixture.toBlue(wishes())) {
      edge.blue.byDefault(Answer.stall());
      try (RawClient client = edge.client()) {
        client.get("/");
        ReceivedRequest received = edge.blue.takeRequest();
        client.reset();
        assertThat(received.awaitDisconnect()).isNotNull();
      }
      assertThat(edge.sample().outcome()).isEqualTo(Outcome.CLIENT_ABORT);
    }
  }

  @Test
  void aClientThatVanishesWhileTheStackIsBeingConnectedIsAnAbort() {
    try (Blackhole nowhere = new Blackhole()) {
      EdgeFixture.Wishes wishes = wishes().blue(Limits.at("127.0.0.1:" + nowhere.port()));
      wishes.awaitsProbes = false;
      try (EdgeFixture edge = EdgeFixture.toBlue(wishes)) {
        try (RawClient client = edge.client()) {
          client.get("/");
          Patience.until(() -> edge.totals(Stack.BLUE).inflight() == 1, "the request");
          client.reset();
        }
        assertThat(edge.sample().outcome()).isEqualTo(Outcome.CLIENT_ABORT);
      }
    }
  }

  @Test
  void aClientThatEndsItsSideMidwayThroughItsBodyIsAnAbort() {
    try (EdgeFixture edge = EdgeFixture.toBlue(wishes());
        RawClient client = edge.client()) {
      client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nabc");
      ReceivedRequest received = edge.blue.takeRequest();
      client.finish();
      assertThat(received.ending()).isNotEqualTo(Ending.COMPLETE);
      assertThat(edge.sample().outcome()).isEqualTo(Outcome.CLIENT_ABORT);
    }
  }

  @Test
  void aRefusalReachesTheClientAlthoughItIsStillSending() {
    try (EdgeFixture edge = EdgeFixture.toBlue(wishes());
        RawClient client = edge.client()) {
      client.send("POST / HTTP/1.1\r\nHost: a\r\nHost: b\r\nContent-Length: 1000000\r\n\r\n");
      client.send("x".repeat(500_000));
      assertThat(client.readResponse().status()).isEqualTo(400);
      client.send("x".repeat(500_000));
      assertThat(client.awaitEnd()).isEqualTo(Ending.CLOSED);
    }
  }

  @Test
  void anEarlyAnswerOfAStackThatClosesReachesTheClientInTheMidstOfItsUpload() {
    try (EdgeFixture edge = EdgeFixture.toBlue(wishes())) {
      edge.blue.byDefault(Answer.status(413, "too much", "Connection: close").early());
      for (int i = 0; i < 20; i++) {
        try (RawClient client = edge.client()) {
          client.send(
              "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 4000000\r\n\r\n"
                  + "x".repeat(200_000));
          assertThat(client.readResponse().status()).isEqualTo(413);
        }
      }
    }
  }
}
