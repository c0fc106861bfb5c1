package io.canaryrouter.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.canaryrouter.measure.Outcome;
import io.canaryrouter.measure.Sample;
import io.canaryrouter.split.Stack;
import io.canaryrouter.testing.Answer;
import io.canaryrouter.testing.RawClient;
import io.canaryrouter.testing.RawResponse;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the platform says in a stack's place is told apart from what the stack says. */
class PlatformAnswerTest {
  @ParameterizedTest
  @CsvSource({
    "502, x-render-routing: dynamic-paid-error, REFUSED",
    "503, X-Render-Routing: hibernate-wake-error, REFUSED",
    "404, x-render-routing: no-server, REFUSED",
    "429, x-render-routing: rate-limited, AUTH",
    "200, x-render-routing: something, OK",
    "502, x-render-origin-server: Render, SERVER_ERROR",
    "404, x-render-origin-server: Render, CLIENT_ERROR"
  })
  void itIsCountedAsAStackThatWasNotReachedAndPassedOnAsItIs(
      int status, String field, Outcome outcome) {
    EdgeFixture edge = EdgeFixture.toGreen(new EdgeFixture.Wishes());
    edge.green.byDefault(Answer.status(status, "whose words?", field));
    try (RawClient client = edge.client()) {
      RawResponse response = client.get("/").readResponse();
      assertThat(response.status()).isEqualTo(status);
      assertThat(response.body()).isEqualTo("whose words?");
    }
    Sample sample = edge.sample();
    assertThat(sample.outcome()).isEqualTo(outcome);
    assertThat(sample.rescued()).isFalse();
    assertThat(edge.measurements.totals().platformAnswers())
        .containsEntry(Stack.GREEN, outcome == Outcome.REFUSED ? 1L : 0L)
        .containsEntry(Stack.BLUE, 0L);
    String line = edge.closeAndReadLog().get(0);
    assertThat(line).contains("\"status\":" + status, "\"served_by\":\"green\"");
    assertThat(line.contains("\"failure\":\"platform\"")).isEqualTo(outcome == Outcome.REFUSED);
    assertThat(edge.blue.requests()).isEmpty();
  }
}
