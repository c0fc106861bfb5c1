package io.canaryrouter.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.canaryrouter.measure.Outcome;
import io.canaryrouter.measure.Sample;
import io.canaryrouter.split.Stack;
import io.canaryrouter.testing.Answer;
import io.canaryrouter.testing.RawClient;
import io.canaryrouter.testing.RawResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What blue saves of what green fails, and what it must not touch. */
class RescueTest {
  private final EdgeFixture edge = EdgeFixture.withGreen("100%");

  @BeforeEach
  void blueIsWell() {
    edge.blue.byDefault(Answer.ok("saved"));
  }

  @AfterEach
  void close() {
    edge.close();
  }

  @Test
  void whatGreenRefusesBlueAnswersWhateverTheMethod() {
    edge.green.refuseConnections();
    try (RawClient client = edge.client()) {
      assertThat(client.get("/").readResponse().body()).isEqualTo("saved");
      assertThat(client.post("/", "body").readResponse().body()).isEqualTo("saved");
    }
    edge.blue.takeRequest();
    assertThat(edge.blue.takeRequest().body()).isEqualTo("body");
    for (Sample sample : edge.samples(2)) {
      assertThat(sample.stack()).isEqualTo(Stack.GREEN);
      assertThat(sample.outcome()).isEqualTo(Outcome.REFUSED);
      assertThat(sample.rescued()).isTrue();
    }
  }

  @Test
  void aGetThatGreenResetsIsAnsweredByBlue() {
    edge.green.byDefault(Answer.ok("x").resetAfter(0));
    try (RawClient client = edge.client()) {
      assertThat(client.get("/").readResponse().body()).isEqualTo("saved");
    }
    assertThat(edge.samples(1).get(0).outcome()).isEqualTo(Outcome.RESET);
  }

  @Test
  void aPostThatGreenHasSeenIsNeverSentAgain() {
    edge.green.byDefault(Answer.ok("x").resetAfter(0));
    try (RawClient client = edge.client()) {
      RawResponse response = client.post("/", "money").readResponse();
      assertThat(response.status()).isEqualTo(502);
      assertThat(response.field("Proxy-Status"))
          .contains("connection_terminated", "next-hop=green");
    }
    assertThat(edge.blue.requests()).isEmpty();
    assertThat(edge.samples(1).get(0).rescued()).isFalse();
  }

  @Test
  void aServerErrorIsGreensOwnAnswer() {
    edge.green.byDefault(Answer.status(500, "broken"));
    try (RawClient client = edge.client()) {
      assertThat(client.get("/").readResponse().status()).isEqualTo(500);
    }
    assertThat(edge.samples(1).get(0).outcome()).isEqualTo(Outcome.SERVER_ERROR);
  }
}
