package io.canaryrouter.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.canaryrouter.measure.Outcome;
import io.canaryrouter.measure.Sample;
import io.canaryrouter.split.Stack;
import io.canaryrouter.testing.Answer;
import io.canaryrouter.testing.Ending;
import io.canaryrouter.testing.Gate;
import io.canaryrouter.testing.RawClient;
import io.canaryrouter.testing.RawResponse;
import io.canaryrouter.testing.ReceivedRequest;
import io.canaryrouter.testing.Tokens;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the router promises of every request, shown on real sockets. */
class ProxyingTest {
  private final EdgeFixture edge = EdgeFixture.withGreen("10%");

  @AfterEach
  void everyBodyIsSatisfied() {
    edge.close();
    assertThat(edge.blue.violations()).isEmpty();
    assertThat(edge.green.violations()).isEmpty();
  }

  @Test
  void aUserOfTheGreenTenthReachesGreenAndTheOthersBlue() {
    edge.blue.byDefault(Answer.ok("blue"));
    edge.green.byDefault(Answer.ok("green"));
    try (RawClient client = edge.client()) {
      // Of split-vectors.tsv: users 0 and 7 have ranks below 1,000, user 1 has not.
      assertThat(get(client, 0).body()).isEqualTo("green");
      assertThat(get(client, 7).body()).isEqualTo("green");
      assertThat(get(client, 1).body()).isEqualTo("blue");
    }
    assertThat(edge.samples(3))
        .extracting(Sample::stack)
        .containsExactly(Stack.GREEN, Stack.GREEN, Stack.BLUE);
  }

  private static RawResponse get(RawClient client, long user) {
    return client.get("/me", Tokens.authorization(user)).readResponse();
  }

  @Test
  void methodTargetFieldsAndBodyArriveAsTheyWereSent() {
    edge.blue.byDefault(new Answer.Echo());
    try (RawClient client = edge.client()) {
      RawResponse response =
          client
              .post("/a%2Fb/../c?x=%20;y", "some body", "X-Own: one", "X-Own: two")
              .readResponse();
      assertThat(response.status()).isEqualTo(200);
      assertThat(response.body()).isEqualTo("some body");
    }
    ReceivedRequest received = edge.blue.takeRequest();
    assertThat(received.method()).isEqualTo("POST");
    assertThat(received.target()).isEqualTo("/a%2Fb/../c?x=%20;y");
    assertThat(received.fields().all("X-Own")).containsExactly("one", "two");
    assertThat(received.field("X-Canary-Stack")).isEqualTo("blue");
  }

  @Test
  void pipelinedRequestsAreAnsweredInOrder() {
    Gate first = new Gate();
    edge.blue.onTarget("/1", Answer.ok("first").after(first)).onTarget("/2", Answer.ok("second"));
    try (RawClient client = edge.client()) {
      client.get("/1").get("/2");
      first.awaitArrival();
      first.open();
      assertThat(client.readResponse().body()).isEqualTo("first");
      assertThat(client.readResponse().body()).isEqualTo("second");
    }
  }

  @Test
  void aBodyStreamsWhileItIsStillBeingSent() {
    edge.blue.byDefault(new Answer.Echo());
    try (RawClient client = edge.client()) {
      client.send("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n");
      client.send("4\r\ndefg\r\n").send("0\r\nX-Sum: 7\r\nAuthorization: x\r\n\r\n");
      assertThat(client.readResponse().body()).isEqualTo("abcdefg");
    }
    ReceivedRequest received = edge.blue.takeRequest();
    assertThat(received.trailers().first("X-Sum")).contains("7");
    assertThat(received.trailers().first("Authorization")).isEmpty();
  }

  @Test
  void aClientThatAsksBeforeItSendsIsToldToGoOn() {
    edge.blue.byDefault(new Answer.Echo());
    try (RawClient client = edge.client()) {
      client.send(
          "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\n");
      assertThat(client.readResponse().status()).isEqualTo(100);
      assertThat(client.send("abc").readResponse().body()).isEqualTo("abc");
    }
    assertThat(edge.blue.takeRequest().fields().first("Expect")).isEmpty();
  }

  @Test
  void earlyHintsReachTheClientBeforeTheResponse() {
    edge.blue.byDefault(Answer.ok("late").afterInformational(103, "Link: </a.css>; rel=preload"));
    try (RawClient client = edge.client()) {
      client.get("/");
      RawResponse hints = client.readResponse();
      assertThat(hints.status()).isEqualTo(103);
      assertThat(hints.field("Link")).isEqualTo("</a.css>; rel=preload");
      assertThat(client.readResponse().body()).isEqualTo("late");
      assertThat(client.get("/").readResponse().status()).isEqualTo(103);
    }
  }

  @Test
  void headAnd204And304HaveNoBodyAndKeepTheConnection() {
    edge.blue
        .onTarget("/204", Answer.status(204, ""))
        .onTarget("/304", Answer.status(304, "", "ETag: \"1\""))
        .byDefault(Answer.ok("hello"));
    try (RawClient client = edge.client()) {
      RawResponse head = client.send("HEAD / HTTP/1.1\r\nHost: a\r\n\r\n").readResponse("HEAD");
      assertThat(head.field("Content-Length")).isEqualTo("5");
      assertThat(client.get("/204").readResponse().status()).isEqualTo(204);
      assertThat(client.get("/304").readResponse().status()).isEqualTo(304);
      assertThat(client.get("/").readResponse().body()).isEqualTo("hello");
    }
    assertThat(edge.blue.connections()).isLessThanOrEqualTo(20);
  }

  @Test
  void anOldClientGetsItsBodyUnchunkedAndTheEndOfTheConnectionEndsIt() {
    edge.blue.byDefault(Answer.chunked("ab", "cd"));
    try (RawClient client = edge.client()) {
      RawResponse response = client.send("GET / HTTP/1.0\r\n\r\n").readResponse();
      assertThat(response.fields().first("Transfer-Encoding")).isEmpty();
      assertThat(response.body()).isEqualTo("abcd");
      assertThat(response.ending()).isEqualTo(Ending.CLOSED);
    }
  }

  @Test
  void anOldClientThatKeepsItsConnectionMayUseItAgain() {
    edge.blue.byDefault(Answer.ok("again"));
    try (RawClient client = edge.client()) {
      for (int i = 0; i < 3; i++) {
        RawResponse response =
            client.send("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n").readResponse();
        assertThat(response.body()).isEqualTo("again");
        assertThat(response.field("Connection")).isEqualToIgnoringCase("keep-alive");
      }
    }
  }

  @Test
  void aResponseThatEndsTooEarlyNeverLooksWhole() {
    List<Answer> cut =
        List.of(
            Answer.ok("0123456789").closedAfter(43),
            Answer.ok("0123456789").resetAfter(43),
            Answer.chunked("0123456789", "0123456789").closedAfter(55));
    for (Answer answer : cut) {
      edge.blue.byDefault(answer);
      try (RawClient client = edge.client()) {
        RawResponse response = client.post("/", "x").readResponse();
        assertThat(response.status() == 502 || !response.looksWhole()).isTrue();
      }
    }
    assertThat(edge.samples(3)).extracting(Sample::outcome).containsOnly(Outcome.RESET);
  }

  @Test
  void rubbishFromAStackIsA502() {
    edge.blue.byDefault(Answer.garbage());
    try (RawClient client = edge.client()) {
      RawResponse response = client.get("/").readResponse();
      assertThat(response.status()).isEqualTo(502);
      assertThat(response.field("Proxy-Status")).contains("http_protocol_error");
      assertThat(response.field("Content-Type")).isEqualTo("application/problem+json");
    }
  }

  @Test
  void aHostileHeadIsRefusedAndReachesNoStack() {
    try (RawClient client = edge.client()) {
      client.send(
          "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\nabc");
      assertThat(client.readResponse().status()).isEqualTo(400);
      assertThat(client.awaitEnd()).isNotEqualTo(Ending.MALFORMED);
    }
    assertThat(edge.blue.requests()).isEmpty();
  }

  @Test
  void aBodyThatTurnsBadMidwayNeverLooksCompleteToTheStack() {
    edge.blue.byDefault(new Answer.Echo());
    try (RawClient client = edge.client()) {
      client.send("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n");
      ReceivedRequest received = edge.blue.takeRequest();
      client.send("zz\r\nabc\r\n0\r\n\r\n");
      assertThat(client.readResponse().status()).isEqualTo(400);
      assertThat(received.ending()).isNotEqualTo(Ending.COMPLETE);
    }
  }

  @Test
  void aClientThatHasClosedItsSideStillGetsItsAnswer() {
    Gate gate = new Gate();
    edge.blue.byDefault(Answer.ok("answer").after(gate));
    try (RawClient client = edge.client()) {
      client.get("/").finish();
      gate.awaitArrival();
      gate.open();
      assertThat(client.readResponse().body()).isEqualTo("answer");
    }
  }

  @Test
  void anEarlyAnswerReachesTheClientAlthoughItsBodyIsStillComing() {
    edge.blue.byDefault(Answer.status(413, "too much", "Connection: close").early());
    try (RawClient client = edge.client()) {
      client.send(
          "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000\r\n\r\n" + "x".repeat(1000));
      RawResponse response = client.readResponse();
      assertThat(response.status()).isEqualTo(413);
      assertThat(response.field("Connection")).isEqualToIgnoringCase("close");
    }
  }

  @Test
  void theRoutersOwnPathsNeverReachAStack() {
    try (RawClient client = edge.client()) {
      assertThat(client.get("/-/live").readResponse().status()).isEqualTo(200);
      assertThat(client.get("/-/ready").readResponse().status()).isEqualTo(200);
      assertThat(client.get("/-/other").readResponse().status()).isEqualTo(404);
    }
    assertThat(edge.blue.requests()).isEmpty();
  }

  @Test
  void anOldClientsAbsoluteFormIsItsHost() {
    try (RawClient client = edge.client()) {
      client.send("GET http://app.example:81/a?b HTTP/1.0\r\n\r\n");
      assertThat(client.readResponse().status()).isEqualTo(200);
    }
    ReceivedRequest received = edge.blue.takeRequest();
    assertThat(received.target()).isEqualTo("/a?b");
    assertThat(received.field("Host")).isEqualTo("app.example:81");
    assertThat(received.field("X-Forwarded-Host")).isEqualTo("app.example:81");
  }
}
