package io.canaryrouter;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.canaryrouter.testing.Answer;
import io.canaryrouter.testing.FaultyStack;
import io.canaryrouter.testing.Operator;
import io.canaryrouter.testing.Patience;
import io.canaryrouter.testing.RawClient;
import io.canaryrouter.testing.RawResponse;
import io.canaryrouter.testing.RunningRouter;
import io.canaryrouter.testing.Setup;
import io.canaryrouter.testing.Tokens;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** What green is held to, and how, changed in the file of a running router. */
class GuardReloadIT {
  private static final int ON_BLUE = 1;
  private static final int ON_GREEN = 7;

  /** Of green, half of which fail, never two in a row: only the limit sees anything in it. */
  private static final int REQUESTS = 40;

  @AutoClose private final FaultyStack blue = stack();
  @AutoClose private final FaultyStack green = stack();
  @AutoClose private final Setup setup = Setup.between(blue.authority(), green.authority());

  @Test
  void aStricterLimitFailsOverWhatTheOldOneAllowed() {
    holdTo("literal", "90%");
    try (RunningRouter router = RunningRouter.ready(setup)) {
      askOfBoth(router);
      awaitJudged(router, 0.9);
      assertThat(router.operator().state().at("/latch").isNull()).isTrue();

      holdTo("literal", "5%");
      reload(router);
      askOfBoth(router);
      Patience.until(
          () -> router.operator().state().at("/latch").isObject(), "the new limit to trip");
      JsonNode latch = router.operator().state().at("/latch");
      assertThat(latch.at("/reason").asText()).isEqualTo("error_rate");
      assertThat(latch.at("/sentence").asText()).contains("limit 5.00%").doesNotContain("90");
      assertThat(ask(router, ON_GREEN, "/")).as("a user of green").isEqualTo("blue");
    }
  }

  @Test
  void aLaxerLimitAllowsWhatTheOldOneWouldHaveFailedOver() {
    holdTo("literal", "5%");
    try (RunningRouter router = RunningRouter.ready(setup)) {
      holdTo("literal", "90%");
      reload(router);
      askOfBoth(router);
      awaitJudged(router, 0.9);
      assertThat(router.operator().state().at("/latch").isNull()).isTrue();
      assertThat(ask(router, ON_GREEN, "/")).isEqualTo("green");
    }
  }

  @Test
  void oneUsersTroubleMovesNobodyUntilTheLimitIsTakenByTheLetter() {
    holdTo("judged", "5%");
    blue.onTarget("/broken", Answer.ok("well"));
    try (RunningRouter router = RunningRouter.ready(setup)) {
      ask(router, ON_GREEN, "/"); // Nobody vouches for a key before its first good answer.
      askOfBoth(router);
      awaitSamples(router, 1 + REQUESTS);
      assertThat(router.operator().state().at("/latch").isNull()).isTrue();

      holdTo("literal", "5%");
      reload(router);
      askOfBoth(router);
      Patience.until(
          () -> router.operator().state().at("/latch").isObject(), "the limit alone to trip");
    }
  }

  private void holdTo(String mode, String errorRate) {
    setup.ending(
        """
        shutdown: {delay: 25s, linger: 0s}
        guard: {mode: %s, error-rate: %s, min-requests: 20, sustained: 0s}
        """
            .formatted(mode, errorRate));
  }

  private static void reload(RunningRouter router) {
    assertThat(router.operator().ask("POST", "/api/v1/reload", "{\"reason\":\"a test\"}"))
        .satisfies(answer -> assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200));
  }

  /** Blue answers all of them well, so that it vetoes nothing. */
  private static void askOfBoth(RunningRouter router) {
    for (int i = 0; i < REQUESTS; i++) {
      ask(router, ON_BLUE, "/");
      ask(router, ON_GREEN, i % 2 == 0 ? "/broken" : "/");
    }
  }

  /** Waits until the guard has compared all of green's requests with this limit. */
  private static void awaitJudged(RunningRouter router, double limit) {
    awaitSamples(router, REQUESTS);
    JsonNode rate = errorRate(router.operator());
    assertThat(rate.path("green").asDouble()).isEqualTo(0.5);
    assertThat(rate.path("limit").asDouble()).isEqualTo(limit);
    assertThat(rate.path("level").asText()).isEqualTo("ok");
  }

  private static void awaitSamples(RunningRouter router, long samples) {
    Operator operator = router.operator();
    Patience.until(
        () -> errorRate(operator).path("samples").asLong() == samples, "the guard to look");
  }

  private static JsonNode errorRate(Operator operator) {
    for (JsonNode each : operator.state().path("criteria")) {
      if (each.path("criterion").asText().equals("error_rate")) {
        return each;
      }
    }
    throw new AssertionError("nobody holds green to an error rate");
  }

  /** The stack that was given the request. */
  private static String ask(RunningRouter router, long user, String target) {
    try (RawClient client = router.client()) {
      RawResponse response = client.get(target, Tokens.authorization(user)).readResponse();
      return String.valueOf(response.field("X-Canary-Stack"));
    }
  }

  private static FaultyStack stack() {
    return FaultyStack.start(Answer.ok("well"))
        .onTarget("/up", Answer.ok("up"))
        .onTarget("/broken", Answer.status(500, "no"));
  }
}
