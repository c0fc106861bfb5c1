package io.canaryrouter.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.canaryrouter.split.Stack;
import io.canaryrouter.testing.Answer;
import io.canaryrouter.testing.Gate;
import io.canaryrouter.testing.RawClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Where a request goes that green could not even begin. */
class SecondAttemptTest {
  private final EdgeFixture edge = fixture();

  private static EdgeFixture fixture() {
    EdgeFixture.Wishes wishes = new EdgeFixture.Wishes();
    wishes.green =
        settings ->
            new StackSettings(
                settings.address(),
                "",
                null,
                settings.keepHost(),
                null,
                settings.health(),
                3_000,
                60_000,
                60_000,
                0,
                15_000,
                1,
                1,
                60_000);
    return new EdgeFixture("100%", wishes);
  }

  @BeforeEach
  void blueIsWell() {
    edge.blue.byDefault(new Answer.Echo());
  }

  @AfterEach
  void close() {
    edge.close();
  }

  @Test
  void aClientThatAsksBeforeItSendsIsToldToGoOnByTheSecondStack() {
    edge.green.refuseConnections();
    try (RawClient client = edge.client()) {
      client.send(
          "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\n");
      assertThat(client.readResponse().status()).isEqualTo(100);
      assertThat(client.send("abc").readResponse().body()).isEqualTo("abc");
    }
  }

  @Test
  void whoeverFindsNoRoomAtGreenGoesToBlue() {
    Gate busy = new Gate();
    edge.green.byDefault(Answer.ok("green").after(busy));
    try (RawClient first = edge.client();
        RawClient second = edge.client();
        RawClient third = edge.client()) {
      first.get("/");
      busy.awaitArrival();
      second.get("/waits");
      third.post("/", "blue");
      // Which of the two waits and which finds no room is open; the one without room is served.
      edge.blue.takeRequest();
      edge.edge.releaseQueued(Stack.GREEN);
      assertThat(second.readResponse().status()).isEqualTo(200);
      assertThat(third.readResponse().body()).isEqualTo("blue");
      busy.open();
      assertThat(first.readResponse().body()).isEqualTo("green");
    }
  }
}
