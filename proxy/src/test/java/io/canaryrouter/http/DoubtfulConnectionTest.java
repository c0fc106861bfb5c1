package io.canaryrouter.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.canaryrouter.testing.Answer;
import io.canaryrouter.testing.Ending;
import io.canaryrouter.testing.Gate;
import io.canaryrouter.testing.RawClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Connections, on either side, that are not what they seem. */
class DoubtfulConnectionTest {
  private final EdgeFixture edge = EdgeFixture.withGreen("0%");

  @AfterEach
  void close() {
    edge.close();
  }

  @Test
  void aSecondAnswerThatNobodyAskedForIsNeverTheAnswerToTheNextRequest() {
    String answer = "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n";
    edge.blue.enqueue(new Answer.Raw(answer + "mine" + answer + "evil"), Answer.ok("true"));
    try (RawClient client = edge.client()) {
      client.get("/1").get("/2");
      assertThat(client.readResponse().body()).isEqualTo("mine");
      assertThat(client.readResponse().body()).isEqualTo("true");
    }
  }

  @Test
  void aBodyThatComesLateBehindTheAnswerToAHeadIsNobodysAnswer() {
    Gate late = new Gate();
    String evil = "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil";
    String head = "HTTP/1.1 200 OK\r\nContent-Length: " + evil.length() + "\r\n\r\n";
    edge.blue.enqueue(
        new Answer.Raw(head + evil).pausedAfter(head.length(), late), Answer.ok("true"));
    try (RawClient client = edge.client()) {
      client.send("HEAD / HTTP/1.1\r\nHost: a\r\n\r\n");
      assertThat(client.readResponse("HEAD").status()).isEqualTo(200);
      client.get("/2");
      late.open();
      assertThat(client.readResponse().body()).isEqualTo("true");
    }
  }

  @Test
  void aClientThatEndsItsSideWithinTheResponseIsClosedBehindIt() {
    Gate gate = new Gate();
    edge.blue.byDefault(Answer.ok("x".repeat(100)).pausedAfter(60, gate));
    try (RawClient client = edge.client()) {
      client.get("/");
      gate.awaitArrival();
      readHead(client);
      client.finish();
      gate.open();
      assertThat(client.readBytes(100)).isEqualTo("x".repeat(100));
      assertThat(client.awaitEnd()).isEqualTo(Ending.CLOSED);
    }
  }

  private static void readHead(RawClient client) {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      head.append(client.readBytes(1));
    }
  }
}
