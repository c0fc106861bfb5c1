package io.canaryrouter.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.canaryrouter.measure.Outcome;
import io.canaryrouter.measure.Sample;
import io.canaryrouter.split.Stack;
import io.canaryrouter.testing.Answer;
import io.canaryrouter.testing.Ending;
import io.canaryrouter.testing.Gate;
import io.canaryrouter.testing.Patience;
import io.canaryrouter.testing.RawClient;
import io.canaryrouter.testing.RawResponse;
import io.canaryrouter.testing.ReceivedRequest;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Connections to a stack are used again, but none whose next answer is doubtful. */
class KeepAliveTest {
  private static EdgeFixture.Wishes oneThread() {
    return new EdgeFixture.Wishes().oneThread();
  }

  @Test
  void requestsOfManyClientsShareOneConnectionToTheStack() {
    try (EdgeFixture edge = EdgeFixture.toBlue(oneThread())) {
      for (int i = 0; i < 5; i++) {
        try (RawClient client = edge.client()) {
          assertThat(client.get("/").readResponse().status()).isEqualTo(200);
          assertThat(client.post("/", "body").readResponse().status()).isEqualTo(200);
        }
      }
      assertThat(connections(edge)).hasSize(10).containsOnly(connections(edge).get(0));
    }
  }

  private static List<Integer> connections(EdgeFixture edge) {
    return edge.blue.requests().stream().map(ReceivedRequest::connection).toList();
  }

  @Test
  void aConnectionThatTheStackWillCloseIsNotUsedAgain() {
    try (EdgeFixture edge = EdgeFixture.toBlue(oneThread())) {
      edge.blue.byDefault(Answer.status(200, "last", "Connection: close"));
      try (RawClient client = edge.client()) {
        for (int i = 0; i < 5; i++) {
          RawResponse response = client.get("/").readResponse();
          assertThat(response.body()).isEqualTo("last");
          assertThat(response.fields().has("Connection", "close")).isFalse();
        }
      }
      assertThat(connections(edge)).doesNotHaveDuplicates();
    }
  }

  @Test
  void whatAStackSendsBeyondItsAnswerIsNeverTakenForTheNextAnswer() {
    String surplus = "HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\npoison";
    String honest = "HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nhonest";
    try (EdgeFixture edge = EdgeFixture.toBlue(oneThread())) {
      edge.blue.onTarget("/bad", new Answer.Raw(honest + surplus)).byDefault(Answer.ok("second"));
      try (RawClient client = edge.client()) {
        client.send(get("/bad") + get("/next") + get("/next"));
        assertThat(client.readResponse().body()).isEqualTo("honest");
        assertThat(client.readResponse().body()).isEqualTo("second");
        assertThat(client.readResponse().body()).isEqualTo("second");
      }
    }
  }

  private static String get(String target) {
    return "GET " + target + " HTTP/1.1\r\nHost: a\r\n\r\n";
  }

  @Test
  void aRequestThatFindsItsConnectionDeadIsSentOnceMoreAndBlamesNobody() {
    try (EdgeFixture edge = EdgeFixture.toGreen(oneThread())) {
      edge.green.enqueue(Answer.ok("first"), Answer.ok("x").resetAfter(0), Answer.ok("again"));
      try (RawClient client = edge.client()) {
        assertThat(client.get("/").readResponse().body()).isEqualTo("first");
        assertThat(client.get("/").readResponse().body()).isEqualTo("again");
      }
      assertThat(edge.blue.requests()).isEmpty();
      assertThat(edge.samples(2))
          .extracting(Sample::outcome, Sample::rescued)
          .containsOnly(tuple(Outcome.OK, false));
    }
  }

  @Test
  void aHundredDeadConnectionsAtOnceCostNoGet() {
    try (EdgeFixture edge = EdgeFixture.toBlue(oneThread())) {
      List<RawClient> clients = IntStream.range(0, 100).mapToObj(i -> edge.client()).toList();
      clients.forEach(client -> client.get("/warm"));
      clients.forEach(client -> assertThat(client.readResponse().status()).isEqualTo(200));
      Gate death = new Gate();
      for (int i = 0; i < clients.size(); i++) {
        edge.blue.enqueue(Answer.ok("x").after(death).resetAfter(0));
      }
      clients.forEach(client -> client.get("/"));
      Patience.until(() -> edge.blue.requests().size() == 200, "all of them to be at the stack");
      death.open();
      clients.forEach(client -> assertThat(client.readResponse().status()).isEqualTo(200));
      clients.forEach(RawClient::close);
      assertThat(edge.edge.instances(Stack.BLUE).get(0).health()).isEqualTo("up");
    }
  }

  @Test
  void aStackThatClosesIdleConnectionsCostsNoGetAndNoPostAndGetsNoPostTwice() {
    try (EdgeFixture edge = EdgeFixture.toBlue(oneThread());
        RawClient client = edge.client()) {
      for (int i = 0; i < 30; i++) {
        // The get may come before the router has seen the close, the post only after it.
        edge.blue.dropConnections();
        assertThat(client.get("/", "X-Try: get-" + i).readResponse().status()).isEqualTo(200);
        edge.blue.dropConnections();
        awaitSeen(client);
        assertThat(client.post("/", "x", "X-Try: post-" + i).readResponse().status())
            .isEqualTo(200);
      }
      assertThat(edge.blue.duplicates("X-Try")).noneMatch(name -> name.startsWith("post"));
    }
  }

  /** The router's one loop answers this after whatever had reached it before. */
  private static void awaitSeen(RawClient client) {
    assertThat(client.get("/-/live").readResponse().status()).isEqualTo(200);
  }

  @Test
  void aPostTakesOnlyAConnectionThatAnsweredAMomentAgo() {
    try (EdgeFixture edge = EdgeFixture.toBlue(oneThread())) {
      try (RawClient client = edge.client()) {
        client.get("/").readResponse();
        client.post("/", "soon").readResponse();
        assertThat(connections(edge)).containsOnly(connections(edge).get(0));
        long answeredNanos = System.nanoTime();
        Patience.until(
            () -> System.nanoTime() - answeredNanos > 1_100_000_000L, "a second to pass");
        client.post("/", "late").readResponse();
        client.get("/").readResponse();
      }
      List<Integer> used = connections(edge);
      assertThat(used.get(2)).isNotEqualTo(used.get(1));
      assertThat(used.get(3)).isEqualTo(used.get(2));
    }
  }

  @Test
  void aConnectionThatRestsTooLongIsClosed() {
    try (EdgeFixture edge =
        EdgeFixture.toBlue(oneThread().blue(Limits.poolIdle(Limits.SHORT_MILLIS)))) {
      try (RawClient client = edge.client()) {
        client.get("/").readResponse();
      }
      assertThat(edge.blue.takeRequest().awaitDisconnect()).isEqualTo(Ending.CLOSED);
    }
  }

  @Test
  void aClientsConnectionCarriesOneRequestAfterTheOther() {
    try (EdgeFixture edge = EdgeFixture.toBlue(new EdgeFixture.Wishes())) {
      edge.blue.byDefault(new Answer.Echo());
      try (RawClient client = edge.client()) {
        for (int i = 0; i < 50; i++) {
          assertThat(client.post("/", "body " + i).readResponse().body()).isEqualTo("body " + i);
        }
      }
    }
  }

  @Test
  void aClientThatSaysCloseIsToldSoAndTheConnectionEnds() {
    try (EdgeFixture edge = EdgeFixture.toBlue(new EdgeFixture.Wishes())) {
      try (RawClient client = edge.client()) {
        RawResponse response = client.get("/", "Connection: close").readResponse();
        assertThat(response.field("Connection")).isEqualToIgnoringCase("close");
        assertThat(client.awaitEnd()).isEqualTo(Ending.CLOSED);
      }
    }
  }
}
