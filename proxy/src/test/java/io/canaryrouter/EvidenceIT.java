package io.canaryrouter;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.canaryrouter.testing.Answer;
import io.canaryrouter.testing.FaultyStack;
import io.canaryrouter.testing.MetricsText;
import io.canaryrouter.testing.Operator;
import io.canaryrouter.testing.Patience;
import io.canaryrouter.testing.RawClient;
import io.canaryrouter.testing.RunningRouter;
import io.canaryrouter.testing.Setup;
import io.canaryrouter.testing.Tokens;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Green breaks, and whoever asks why everyone is on blue finds the figures of that moment. */
class EvidenceIT {
  private static final String BROKEN = "/broken";

  @AutoClose
  private final FaultyStack blue =
      FaultyStack.start(Answer.ok("well")).onTarget("/up", Answer.ok("up"));

  @AutoClose
  private final FaultyStack green =
      FaultyStack.start(Answer.ok("well"))
          .onTarget("/up", Answer.ok("up"))
          .onTarget(BROKEN, Answer.status(500, "broken"));

  @AutoClose
  private final Setup setup =
      Setup.between(blue.authority(), green.authority())
          .weight("50%")
          .ending("guard: {mode: judged, second-opinion: false}");

  @AutoClose private final RunningRouter router = RunningRouter.ready(setup);
  private final Operator operator = router.operator();

  @Test
  void aFailoverBringsItsFiguresInStateAuditEventsAndMetrics() throws Exception {
    HttpRequest events =
        HttpRequest.newBuilder(URI.create(operator.url() + "/api/v1/events"))
            .timeout(Duration.ofSeconds(Patience.SECONDS))
            .build();
    try (Stream<String> lines =
        HttpClient.newHttpClient().send(events, BodyHandlers.ofLines()).body()) {
      breakGreen();
      JsonNode decided = operator.state().at("/verdict/evidence");
      assertThat(decided.at("/green/requests").asLong()).isGreaterThanOrEqualTo(5);
      assertThat(decided.at("/green/rate").asDouble()).isOne();
      assertThat(decided.at("/blue/affected").asLong()).isZero();
      assertThat(decided.at("/log10").asDouble())
          .isGreaterThanOrEqualTo(decided.at("/log10_needed").asDouble());

      JsonNode entry = operator.audit().at("/entries/0");
      assertThat(entry.path("action").asText()).isEqualTo("failover");
      assertThat(entry.path("evidence")).isEqualTo(decided);
      assertThat(toldTo(lines, decided)).as("the events audit and verdict").isEqualTo(2);
    }
    MetricsText metrics = operator.metrics();
    assertThat(metrics.value("canary_criterion_evidence_needed", "criterion=\"error_rate\""))
        .isPositive();
    assertThat(metrics.value("canary_criterion_users", "criterion=\"error_rate\",stack=\"green\""))
        .isPositive();
  }

  /** Nobody vouches for whom no stack has served yet, and invented users prove nothing. */
  private void breakGreen() {
    try (RawClient client = router.client()) {
      for (String target : List.of("/", BROKEN)) {
        for (int user = 1; user <= 40; user++) {
          client.get(target, Tokens.authorization(user)).readResponse();
        }
      }
    }
    Patience.until(() -> !operator.state().at("/latch").isNull(), "green to be latched away");
  }

  /** How many of the next two numbered events of a decision bring these figures. */
  private static long toldTo(Stream<String> lines, JsonNode figures) {
    return lines
        .filter(line -> line.startsWith("data: ") && !line.contains("\"uptime_seconds\""))
        .map(line -> json(line.substring("data: ".length())))
        .filter(event -> event.path("evidence").equals(figures))
        .limit(2)
        .count();
  }

  private static JsonNode json(String text) {
    try {
      return new ObjectMapper().readTree(text);
    } catch (JsonProcessingException e) {
      throw new AssertionError("not JSON: " + text, e);
    }
  }
}
