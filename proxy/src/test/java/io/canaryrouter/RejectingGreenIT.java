package io.canaryrouter;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.canaryrouter.testing.Answer;
import io.canaryrouter.testing.FaultyStack;
import io.canaryrouter.testing.MetricsText;
import io.canaryrouter.testing.Patience;
import io.canaryrouter.testing.RawClient;
import io.canaryrouter.testing.RunningRouter;
import io.canaryrouter.testing.Setup;
import io.canaryrouter.testing.Tokens;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** A green with another secret: it takes nobody's token, and every person there is logged out. */
class RejectingGreenIT {
  private static final int USERS = 200;

  /** Those whose bucket ends in 0. */
  private static final int ON_GREEN = 24;

  @AutoClose
  private final FaultyStack blue =
      FaultyStack.start(Answer.ok("well")).onTarget("/up", Answer.ok("up"));

  @AutoClose
  private final FaultyStack green =
      FaultyStack.start(Answer.status(401, "no", "WWW-Authenticate: Bearer"))
          .onTarget("/up", Answer.ok("up"));

  @AutoClose private final Setup setup = Setup.between(blue.authority(), green.authority());
  @AutoClose private final RunningRouter router = RunningRouter.ready(setup);

  @Test
  void isSeenInStateAndMetricsAsGreensAloneAndIsNoFailureOfAStack() {
    assertThat(rejectedOfEveryUser()).as("the 401 reaches its user").isEqualTo(ON_GREEN);
    router.operator().awaitCounted("blue", USERS - ON_GREEN);
    router.operator().awaitCounted("green", ON_GREEN);
    Patience.until(() -> inWindow("green") == ON_GREEN, "the last minute to be in the books");

    JsonNode state = router.operator().state();
    MetricsText metrics = router.operator().metrics();
    requireMix(state, metrics, "green", 0, ON_GREEN);
    requireMix(state, metrics, "blue", USERS - ON_GREEN, 0);
    assertThat(state.at("/latch").isNull()).as("4xx is never an error").isTrue();
  }

  private static void requireMix(
      JsonNode state, MetricsText metrics, String stack, int well, int rejected) {
    for (String figures : new String[] {"/totals", "/window"}) {
      JsonNode told = state.at("/stacks/" + stack + figures);
      assertThat(told.at("/requests").asInt()).as(stack + figures).isEqualTo(well + rejected);
      assertThat(told.at("/outcomes/ok").asInt()).as(stack + figures).isEqualTo(well);
      assertThat(told.at("/outcomes/auth").asInt()).as(stack + figures).isEqualTo(rejected);
      assertThat(told.at("/rejections/401").asInt()).as(stack + figures).isEqualTo(rejected);
      assertThat(told.at("/failures").asInt()).as(stack + figures).isZero();
    }
    assertThat(count(metrics, stack, "ok")).isEqualTo(well);
    assertThat(count(metrics, stack, "auth")).isEqualTo(rejected);
    assertThat(metrics.sum("canary_requests_total", "stack=\"" + stack + "\""))
        .as("nothing but these of " + stack)
        .isEqualTo(well + rejected);
    assertThat(metrics.value("canary_rejections_total", "stack=\"" + stack + "\",status=\"401\""))
        .isEqualTo(rejected);
  }

  private static double count(MetricsText metrics, String stack, String outcome) {
    return metrics.value(
        "canary_requests_total",
        "outcome=\"%s\",rescued=\"false\",route=\"other\",stack=\"%s\"".formatted(outcome, stack));
  }

  private int inWindow(String stack) {
    return router.operator().state().at("/stacks/" + stack + "/window/requests").asInt();
  }

  private int rejectedOfEveryUser() {
    int rejected = 0;
    try (RawClient client = router.client()) {
      for (int user = 1; user <= USERS; user++) {
        int status = client.get("/", Tokens.authorization(user)).readResponse().status();
        assertThat(status).isIn(200, 401);
        rejected += status == 401 ? 1 : 0;
      }
    }
    return rejected;
  }
}
