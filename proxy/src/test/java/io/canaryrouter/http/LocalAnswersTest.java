package io.canaryrouter.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.canaryrouter.split.Stack;
import io.canaryrouter.testing.Patience;
import io.canaryrouter.testing.RawClient;
import io.canaryrouter.testing.RawResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The router's own paths on the traffic port. */
class LocalAnswersTest {
  private final EdgeFixture edge = EdgeFixture.toBlue(probedOften());

  private static EdgeFixture.Wishes probedOften() {
    HealthSettings often = new HealthSettings(null, null, 50, 2_000, 3, 2);
    return new EdgeFixture.Wishes()
        .blue(stack -> stack.withHealth(often))
        .green(stack -> stack.withHealth(often));
  }

  @AfterEach
  void noStackIsAsked() {
    edge.close();
    assertThat(edge.blue.requests()).isEmpty();
  }

  private static String request(String method, String target) {
    return method + " " + target + " HTTP/1.1\r\nHost: a\r\n\r\n";
  }

  @Test
  void aQueryAndAnAbsoluteFormChangeNothing() {
    try (RawClient client = edge.client()) {
      assertThat(client.get("/-/live?x=1").readResponse().body()).isEqualTo("alive\n");
      client.send(request("GET", "http://a/-/ready"));
      assertThat(client.readResponse().body()).isEqualTo("ready\n");
    }
  }

  @Test
  void itIsAliveUntilTheControlThreadHasBeenSilentForThirtySecondsAndAgainWhenItIsBack() {
    try (RawClient client = edge.client()) {
      edge.heart.advanceMillis(29_999);
      assertThat(client.get("/-/live").readResponse().status()).isEqualTo(200);
      edge.heart.advanceMillis(1);
      RawResponse dead = client.get("/-/live").readResponse();
      assertThat(dead.status()).isEqualTo(503);
      assertThat(dead.body()).isEqualTo("the control thread is dead\n");
      assertThat(client.get("/-/ready").readResponse().status()).isEqualTo(200);
      edge.splitter.beat();
      assertThat(client.get("/-/live").readResponse().status()).isEqualTo(200);
    }
  }

  @Test
  void neitherDependsOnTheStacks() {
    edge.blue.refuseConnections();
    edge.green.refuseConnections();
    Patience.until(() -> edge.edge.health(Stack.GREEN).healthy() == 0, "green to be down");
    Patience.until(() -> edge.edge.health(Stack.BLUE).healthy() == 0, "blue to be down");
    try (RawClient client = edge.client()) {
      assertThat(client.get("/-/live").readResponse().status()).isEqualTo(200);
      assertThat(client.get("/-/ready").readResponse().status()).isEqualTo(200);
    }
  }

  @Test
  void aHeadIsAnsweredWithoutBody() {
    try (RawClient client = edge.client()) {
      RawResponse response = client.send(request("HEAD", "/-/live")).readResponse("HEAD");
      assertThat(response.field("Content-Length")).isEqualTo("6");
      assertThat(client.get("/-/live").readResponse().body()).isEqualTo("alive\n");
    }
  }

  @Test
  void noOtherMethodIsServed() {
    try (RawClient client = edge.client()) {
      RawResponse response = client.send(request("DELETE", "/-/live")).readResponse();
      assertThat(response.status()).isEqualTo(405);
      assertThat(response.field("Allow")).isEqualTo("GET, HEAD");
      assertThat(client.get("/-/live").readResponse().status()).isEqualTo(200);
    }
  }

  @Test
  void aBodyThatComesAlongEndsTheConnectionOnly() {
    try (RawClient client = edge.client()) {
      RawResponse response = client.post("/-/live", "body").readResponse();
      assertThat(response.status()).isEqualTo(405);
      assertThat(response.field("Connection")).isEqualToIgnoringCase("close");
    }
  }

  @Test
  void anOldClientThatKeepsItsConnectionIsToldThatItMay() {
    try (RawClient client = edge.client()) {
      for (int i = 0; i < 2; i++) {
        client.send("GET /-/live HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
        assertThat(client.readResponse().field("Connection")).isEqualToIgnoringCase("keep-alive");
      }
    }
  }
}
