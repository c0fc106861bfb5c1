package io.canaryrouter.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import io.canaryrouter.measure.Sample;
import io.canaryrouter.split.Stack;
import io.canaryrouter.testing.Answer;
import io.canaryrouter.testing.Gate;
import io.canaryrouter.testing.RawClient;
import io.canaryrouter.testing.Tokens;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The control thread falls silent while the data plane serves: who guards green then? */
class SilenceTest {
  private static final int ON_BLUE = 1;
  private static final int ON_GREEN = 7;

  private final EdgeFixture edge = EdgeFixture.withGreen("10%");

  {
    edge.blue.byDefault(Answer.ok("blue"));
    edge.green.byDefault(Answer.ok("green"));
  }

  @AfterEach
  void close() {
    edge.close();
  }

  @Test
  void aUserOfGreenIsOnBlueFromTheTenthSecondUntilTheHeartBeatsAgain() {
    try (RawClient client = edge.client()) {
      edge.heart.advanceMillis(9_999);
      assertThat(ask(client, ON_GREEN)).isEqualTo("green");
      edge.heart.advanceMillis(1);
      assertThat(ask(client, ON_GREEN)).as("on the same connection").isEqualTo("blue");
      edge.heart.advanceSeconds(86_400);
      assertThat(ask(client, ON_GREEN)).as("a day later").isEqualTo("blue");
      edge.splitter.beat();
      assertThat(ask(client, ON_GREEN)).isEqualTo("green");
    }
    assertThat(edge.closeAndReadLog())
        .satisfiesExactly(
            line -> assertThat(line).contains(wentTo("green", "rank")),
            line -> assertThat(line).contains(wentTo("blue", "guardian")),
            line -> assertThat(line).contains(wentTo("blue", "guardian")),
            line -> assertThat(line).contains(wentTo("green", "rank")));
  }

  @Test
  void aUserOfBlueStaysWhereHeIsAndNobodyWhoWasMovedIsJudged() {
    try (RawClient client = edge.client()) {
      edge.heart.advanceSeconds(10);
      assertThat(ask(client, ON_BLUE)).isEqualTo("blue");
      assertThat(ask(client, ON_GREEN)).isEqualTo("blue");
    }
    assertThat(edge.samples(2))
        .extracting(Sample::stack, Sample::judged)
        .containsOnly(tuple(Stack.BLUE, false));
    assertThat(edge.green.requests()).isEmpty();
  }

  @Test
  void whatGreenIsAnsweringAlreadyItAnswersToTheEnd() {
    Gate gate = new Gate();
    edge.green.byDefault(Answer.ok("green").after(gate));
    try (RawClient client = edge.client()) {
      client.get("/", Tokens.authorization(ON_GREEN));
      gate.awaitArrival();
      edge.heart.advanceSeconds(10);
      gate.open();
      assertThat(client.readResponse().body()).isEqualTo("green");
      assertThat(ask(client, ON_GREEN)).isEqualTo("blue");
    }
  }

  private static String ask(RawClient client, long user) {
    return client.get("/", Tokens.authorization(user)).readResponse().body();
  }

  private static List<String> wentTo(String stack, String reason) {
    return List.of("\"stack\":\"" + stack + "\"", "\"reason\":\"" + reason + "\"");
  }
}
