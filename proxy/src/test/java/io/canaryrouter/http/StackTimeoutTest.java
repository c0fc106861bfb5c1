package io.canaryrouter.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.canaryrouter.measure.Outcome;
import io.canaryrouter.measure.Sample;
import io.canaryrouter.split.Stack;
import io.canaryrouter.testing.Answer;
import io.canaryrouter.testing.Blackhole;
import io.canaryrouter.testing.Ending;
import io.canaryrouter.testing.Feed;
import io.canaryrouter.testing.Gate;
import io.canaryrouter.testing.RawClient;
import io.canaryrouter.testing.RawResponse;
import io.canaryrouter.testing.ReceivedRequest;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** A stack that is too slow is given up, told apart by what it was too slow at. */
class StackTimeoutTest {
  private static final long SHORT = Limits.SHORT_MILLIS;

  private static EdgeFixture.Wishes wishes() {
    return new EdgeFixture.Wishes();
  }

  @Test
  void aStackThatNeverAnswersIsA504AndIsNotAskedAgain() {
    try (EdgeFixture edge = EdgeFixture.toGreen(wishes().green(Limits.head(SHORT)))) {
      edge.green.byDefault(Answer.stall());
      try (RawClient client = edge.client()) {
        RawResponse response = client.get("/").readResponse();
        assertThat(response.status()).isEqualTo(504);
        assertThat(response.field("Proxy-Status")).contains("http_response_timeout");
      }
      assertThat(edge.green.takeRequest().awaitDisconnect()).isNotNull();
      assertThat(edge.green.requests()).hasSize(1);
      assertThat(edge.blue.requests()).isEmpty();
      Sample sample = edge.sample();
      assertThat(sample.outcome()).isEqualTo(Outcome.TIMEOUT);
      assertThat(sample.rescued()).isFalse();
    }
  }

  @Test
  void anInterimResponseGivesTheStackAsLongAgain() {
    Gate gate = new Gate();
    try (EdgeFixture edge = EdgeFixture.toBlue(wishes().blue(Limits.head(SHORT)))) {
      edge.blue.byDefault(Answer.ok("late").after(gate).afterInformational(103, "Link: </a>"));
      try (RawClient client = edge.client()) {
        assertThat(client.get("/").readResponse().status()).isEqualTo(103);
        assertThat(client.readResponse().status()).isEqualTo(504);
      }
    }
  }

  @Test
  void aResponseThatStopsMidwayIsBrokenOff() {
    Gate gate = new Gate();
    try (EdgeFixture edge = EdgeFixture.toBlue(wishes().blue(Limits.idle(SHORT)))) {
      edge.blue.byDefault(Answer.ok("0123456789").pausedAfter(50, gate));
      try (RawClient client = edge.client()) {
        RawResponse response = client.get("/").readResponse();
        assertThat(response.status()).isEqualTo(200);
        assertThat(response.looksWhole()).isFalse();
      }
      assertThat(edge.sample().outcome()).isEqualTo(Outcome.TIMEOUT);
    }
  }

  @Test
  void aResponseThatTakesTooLongInAllIsBrokenOff() {
    Gate trickle = new Gate();
    try (EdgeFixture edge = EdgeFixture.toBlue(wishes().blue(Limits.total(SHORT)))) {
      edge.blue.byDefault(Answer.ok("0123456789").pausedAfter(50, trickle));
      try (RawClient client = edge.client()) {
        assertThat(client.get("/").readResponse().looksWhole()).isFalse();
      }
      assertThat(edge.sample().outcome()).isEqualTo(Outcome.TIMEOUT);
    }
  }

  @Test
  void aRequestThatItsClientTakesTooLongToSendIsTheClientsFault() {
    try (EdgeFixture edge = EdgeFixture.toBlue(wishes().blue(Limits.total(SHORT)))) {
      try (RawClient client = edge.client()) {
        client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nabc");
        assertThat(client.readResponse().status()).isEqualTo(408);
      }
      assertThat(edge.blue.takeRequest().ending()).isNotEqualTo(Ending.COMPLETE);
      assertThat(edge.sample().outcome()).isEqualTo(Outcome.BAD_REQUEST);
    }
  }

  @Test
  void aHeadThatComesSlowlyIsNotTheStacksTime() {
    try (EdgeFixture edge = EdgeFixture.toBlue(wishes().blue(Limits.total(SHORT)))) {
      edge.blue.onTarget("/slow", Answer.stall());
      try (RawClient client = edge.client();
          RawClient other = edge.client()) {
        client.send("GET / HTTP/1.1\r\nHost: a\r\n");
        // When this one is given up, the head has taken longer than a whole request may.
        assertThat(other.get("/slow").readResponse().status()).isEqualTo(504);
        client.send("\r\n");
        assertThat(client.readResponse().status()).isEqualTo(200);
      }
    }
  }

  @Test
  void anEventStreamOutlivesTheTotalAndTheSilence() {
    Feed feed = new Feed();
    try (EdgeFixture edge =
        EdgeFixture.toBlue(wishes().blue(Limits.total(SHORT)).green(Limits.idle(SHORT)))) {
      edge.blue.byDefault(new Answer.EventStream(feed)).onTarget("/slow", Answer.stall());
      try (RawClient client = edge.client();
          RawClient other = edge.client()) {
        client.get("/events");
        edge.sample();
        // When this one is given up, the stream has lasted longer than it may, were it none.
        assertThat(other.get("/slow").readResponse().status()).isEqualTo(504);
        assertThat(other.get("/slow").readResponse().status()).isEqualTo(504);
        feed.send("data: still here\n\n");
        feed.end();
        assertThat(client.readResponse().body()).isEqualTo("data: still here\n\n");
      }
    }
  }

  @Test
  void aStackThatCannotBeReachedIsA504() {
    try (Blackhole nowhere = new Blackhole();
        EdgeFixture edge = unreachable(Stack.BLUE, nowhere);
        RawClient client = edge.client()) {
      RawResponse response = client.post("/", "body").readResponse();
      assertThat(response.status()).isEqualTo(504);
      assertThat(response.field("Proxy-Status")).contains("connection_timeout", "next-hop=blue");
      assertThat(edge.sample().outcome()).isEqualTo(Outcome.REFUSED);
    }
  }

  @Test
  void theTotalHoldsWhileConnectingAsWellAndNobodyElseIsAskedThen() {
    try (Blackhole nowhere = new Blackhole()) {
      EdgeFixture.Wishes wishes =
          wishes()
              .green(s ->
                  Limits.total(SHORT)
                      .apply(
                          Limits.connect(60_000)
                              .apply(Limits.at("127.0.0.1:" + nowhere.port()).apply(s))));
      wishes.awaitsProbes = false;
      try (EdgeFixture edge = EdgeFixture.toBlue(wishes.blue(wishes.green))) {
        try (RawClient client = edge.client()) {
          assertThat(client.get("/").readResponse().status()).isEqualTo(504);
        }
        assertThat(edge.sample().outcome()).isEqualTo(Outcome.REFUSED);
      }
    }
  }

  private static EdgeFixture unreachable(Stack stack, Blackhole nowhere) {
    EdgeFixture.Wishes wishes = wishes();
    wishes.awaitsProbes = false;
    UnaryOperator<StackSettings> there =
        s -> Limits.connect(SHORT).apply(Limits.at("127.0.0.1:" + nowhere.port()).apply(s));
    return stack == Stack.BLUE
        ? EdgeFixture.toBlue(wishes.blue(there))
        : EdgeFixture.toGreen(wishes.green(there));
  }

  @Test
  void aSlowBodyIsNotTheStacksDelay() {
    Gate gate = new Gate();
    try (EdgeFixture edge =
        EdgeFixture.toBlue(
            wishes().blue(s -> Limits.head(SHORT).apply(Limits.idle(SHORT).apply(s))))) {
      edge.blue.byDefault(new Answer.Echo()).onTarget("/slow", Answer.stall());
      try (RawClient client = edge.client();
          RawClient other = edge.client()) {
        client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 6\r\n\r\nabc");
        ReceivedRequest received = edge.blue.takeRequest();
        assertThat(other.get("/slow").readResponse().status()).isEqualTo(504);
        client.send("def");
        assertThat(client.readResponse().body()).isEqualTo("abcdef");
        assertThat(received.ending()).isEqualTo(Ending.COMPLETE);
      }
      gate.open();
    }
  }
}
