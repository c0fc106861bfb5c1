package io.canaryrouter;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.canaryrouter.testing.Answer;
import io.canaryrouter.testing.Commands;
import io.canaryrouter.testing.FaultyStack;
import io.canaryrouter.testing.MetricsText;
import io.canaryrouter.testing.RawClient;
import io.canaryrouter.testing.RunningRouter;
import io.canaryrouter.testing.Setup;
import io.canaryrouter.testing.Tokens;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** State, metrics and access log tell the same of the same requests. */
class FiguresIT {
  private static final int ON_BLUE = 1;
  private static final int ON_GREEN = 7;

  private static final Duration LIMIT = Duration.ofSeconds(30);

  /** The exit code when names are not as they should be; Micrometer's own are not all. */
  private static final int NAMES_OF_OTHERS = 3;

  /** What {@link #askOfEverything} asks. */
  private static final Map<Kind, Integer> EXPECTED =
      Map.of(
          new Kind("blue", "ok", false), 4,
          new Kind("blue", "client_error", false), 1,
          new Kind("blue", "auth", false), 2,
          new Kind("blue", "server_error", false), 1,
          new Kind("green", "ok", false), 2,
          new Kind("green", "server_error", false), 1,
          new Kind("green", "reset", true), 1,
          new Kind("green", "reset", false), 1,
          new Kind("none", "bad_request", false), 1);

  /** Requests that are counted alike. */
  private record Kind(String stack, String outcome, boolean rescued) {
    static Kind of(JsonNode line) {
      return new Kind(
          line.path("stack").asText("none"),
          line.get("outcome").asText(),
          line.get("rescued").asBoolean());
    }

    String labels() {
      return "outcome=\"%s\",rescued=\"%s\",route=\"other\",stack=\"%s\""
          .formatted(outcome, rescued, stack);
    }
  }

  @AutoClose private final FaultyStack blue = stack();

  @AutoClose
  private final FaultyStack green =
      stack()
          .onTarget("/saved", Answer.ok("never").resetAfter(0))
          .onTarget("/lost", Answer.ok("never").resetAfter(0));

  @AutoClose private final Setup setup = Setup.between(blue.authority(), green.authority());
  @AutoClose private final RunningRouter router = RunningRouter.ready(setup);

  @Test
  void theyAgreeRequestByRequest() {
    askOfEverything();
    router.operator().awaitCounted("blue", 8);
    router.operator().awaitCounted("green", 5);
    MetricsText metrics = router.operator().metrics();
    JsonNode state = router.operator().state();
    router.depart();

    Map<Kind, Integer> logged = logged();
    assertThat(logged).isEqualTo(EXPECTED);
    logged.forEach((kind, count) ->
        assertThat(metrics.value("canary_requests_total", kind.labels()))
            .as(kind.labels())
            .isEqualTo((double) count));
    assertThat(metrics.sum("canary_requests_total", "")).isEqualTo(14);
    assertThat(metrics.sum("canary_rejections_total", "stack=\"blue\"")).isEqualTo(3);
    for (String status : new String[] {"401", "403", "404"}) {
      assertThat(
              metrics.value("canary_rejections_total", "stack=\"blue\",status=\"" + status + "\""))
          .isEqualTo(state.at("/stacks/blue/totals/rejections/" + status).asInt())
          .isEqualTo(1);
    }
    for (String stack : new String[] {"blue", "green"}) {
      assertThat(outcomes(state, stack)).isEqualTo(outcomes(logged, stack));
    }
  }

  @Test
  void thePageIsWhatPrometheusReads() throws IOException {
    askOfEverything();
    router.operator().awaitCounted("green", 5);
    MetricsText metrics = router.operator().metrics();

    assertThat(metrics.value("canary_split_green_ratio", "")).isEqualTo(0.1);
    assertThat(metrics.value("canary_failover_latched", "")).isZero();
    assertThat(
            metrics.value(
                "canary_request_duration_seconds_count", "route=\"other\",stack=\"green\""))
        .isEqualTo(2);
    Commands.require("promtool");
    Files.writeString(setup.file("metrics"), metrics.text());
    Commands.Result checked =
        Commands.run(LIMIT, "sh", "-c", "promtool check metrics <" + setup.file("metrics"));
    assertThat(checked.exit()).as(checked.output()).isIn(0, NAMES_OF_OTHERS);
    assertThat(checked.output()).doesNotContain("canary");
  }

  private static FaultyStack stack() {
    return FaultyStack.start(Answer.ok("well"))
        .onTarget("/up", Answer.ok("up"))
        .onTarget("/missing", Answer.status(404, "no"))
        .onTarget("/private", Answer.status(401, "no"))
        .onTarget("/forbidden", Answer.status(403, "no"))
        .onTarget("/saved", Answer.ok("saved"))
        .onTarget("/broken", Answer.status(500, "no"));
  }

  private void askOfEverything() {
    for (String target : new String[] {"/", "/", "/", "/missing", "/private", "/forbidden"}) {
      get(ON_BLUE, target);
    }
    for (String target : new String[] {"/", "/", "/broken"}) {
      get(ON_GREEN, target);
    }
    get(ON_BLUE, "/broken");
    assertThat(get(ON_GREEN, "/saved")).as("blue saves a GET").isEqualTo(200);
    try (RawClient client = router.client()) {
      client.post("/lost", "money", Tokens.authorization(ON_GREEN));
      assertThat(client.readResponse().status()).isEqualTo(502);
    }
    try (RawClient client = router.client()) {
      assertThat(client.send("GET / HTTP/1.1\r\n\r\n").readResponse().status()).isEqualTo(400);
    }
    get(ON_BLUE, "/");
  }

  private int get(long user, String target) {
    try (RawClient client = router.client()) {
      return client.get(target, Tokens.authorization(user)).readResponse().status();
    }
  }

  private Map<Kind, Integer> logged() {
    Map<Kind, Integer> counts = new HashMap<>();
    router
        .accessLog()
        .lines()
        .map(FiguresIT::parse)
        .forEach(line -> counts.merge(Kind.of(line), 1, Integer::sum));
    return counts;
  }

  private static Map<String, Integer> outcomes(Map<Kind, Integer> logged, String stack) {
    Map<String, Integer> outcomes = new HashMap<>();
    logged.forEach((kind, count) -> {
      if (kind.stack().equals(stack)) {
        outcomes.merge(kind.outcome(), count, Integer::sum);
      }
    });
    return outcomes;
  }

  private static Map<String, Integer> outcomes(JsonNode state, String stack) {
    Map<String, Integer> outcomes = new HashMap<>();
    state
        .at("/stacks/" + stack + "/totals/outcomes")
        .properties()
        .forEach(outcome -> outcomes.put(outcome.getKey(), outcome.getValue().asInt()));
    outcomes.values().removeIf(count -> count == 0);
    return outcomes;
  }

  private static JsonNode parse(String line) {
    try {
      return new ObjectMapper().readTree(line);
    } catch (JsonProcessingException e) {
      throw new AssertionError("not JSON: " + line, e);
    }
  }
}
