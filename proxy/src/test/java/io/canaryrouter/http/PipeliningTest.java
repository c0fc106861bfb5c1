package io.canaryrouter.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.canaryrouter.testing.Answer;
import io.canaryrouter.testing.Ending;
import io.canaryrouter.testing.Gate;
import io.canaryrouter.testing.RawClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a client sends without waiting is answered one after the other, in its order. */
class PipeliningTest {
  private final EdgeFixture edge = EdgeFixture.toBlue(new EdgeFixture.Wishes());

  @AfterEach
  void close() {
    edge.close();
    assertThat(edge.blue.violations()).isEmpty();
  }

  private static String get(String target) {
    return "GET " + target + " HTTP/1.1\r\nHost: a\r\n\r\n";
  }

  @Test
  void fiftyRequestsAreAnsweredInOrder() {
    edge.blue.byDefault(new Answer.Echo());
    StringBuilder all = new StringBuilder();
    for (int i = 0; i < 50; i++) {
      all.append(get("/" + i));
    }
    try (RawClient client = edge.client()) {
      client.send(all.toString());
      for (int i = 0; i < 50; i++) {
        assertThat(client.readResponse().field("X-Target")).isEqualTo("/" + i);
      }
    }
  }

  @Test
  void requestsWithBodiesAndWithoutAlternate() {
    edge.blue.byDefault(new Answer.Echo());
    try (RawClient client = edge.client()) {
      client.send(
          "POST /1 HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\none"
              + get("/2")
              + "POST /3 HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
              + "5\r\nthree\r\n0\r\n\r\n"
              + get("/4"));
      assertThat(client.readResponse().body()).isEqualTo("one");
      assertThat(client.readResponse().body()).isEmpty();
      assertThat(client.readResponse().body()).isEqualTo("three");
      assertThat(client.readResponse().field("X-Target")).isEqualTo("/4");
    }
  }

  @Test
  void aBadRequestIsRefusedOnlyAfterTheGoodOneBeforeItWasAnswered() {
    Gate gate = new Gate();
    edge.blue.byDefault(Answer.ok("good").after(gate));
    try (RawClient client = edge.client()) {
      client.send(get("/") + "GET / HTTP/1.1\r\nHost : a\r\n\r\n" + get("/never"));
      gate.awaitArrival();
      gate.open();
      assertThat(client.readResponse().body()).isEqualTo("good");
      assertThat(client.readResponse().status()).isEqualTo(400);
      assertThat(client.awaitEnd()).isEqualTo(Ending.CLOSED);
    }
    assertThat(edge.blue.requests()).hasSize(1);
  }

  @Test
  void aThousandRequestsForTheRoutersOwnPathsAreAnswered() {
    try (RawClient client = edge.client()) {
      client.send(get("/-/live").repeat(1_000) + get("/after"));
      for (int i = 0; i < 1_000; i++) {
        assertThat(client.readResponse().body()).isEqualTo("alive\n");
      }
      assertThat(client.readResponse().status()).isEqualTo(200);
    }
  }

  @Test
  void whatFollowsARequestThatEndsTheConnectionIsIgnored() {
    try (RawClient client = edge.client()) {
      client.send("GET /1 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n" + get("/2"));
      assertThat(client.readResponse().status()).isEqualTo(200);
      assertThat(client.awaitEnd()).isEqualTo(Ending.CLOSED);
    }
    assertThat(edge.blue.requests()).hasSize(1);
  }

  @Test
  void aPipelineThatComesByteByByteIsAnsweredLikeAnyOther() {
    edge.blue.byDefault(new Answer.Echo());
    String all =
        get("/1") + "POST /2 HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nab" + get("/3");
    try (RawClient client = edge.client()) {
      for (int i = 0; i < all.length(); i++) {
        client.send(all.substring(i, i + 1));
      }
      for (int i = 1; i <= 3; i++) {
        assertThat(client.readResponse().field("X-Target")).isEqualTo("/" + i);
      }
    }
  }
}
