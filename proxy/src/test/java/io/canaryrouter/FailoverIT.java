package io.canaryrouter;

import static org.assertj.core.api.Assertions.assertThat;

import io.canaryrouter.testing.Canary;
import io.canaryrouter.testing.LaunchedRouter;
import io.canaryrouter.testing.Nginx;
import io.canaryrouter.testing.Operator;
import io.canaryrouter.testing.Patience;
import io.canaryrouter.testing.RawClient;
import io.canaryrouter.testing.RawResponse;
import io.canaryrouter.testing.Setup;
import io.canaryrouter.testing.Tokens;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Green dies, nobody notices, a person brings it back: all of it through the launcher. */
class FailoverIT {
  /** Enough for the judge to see green refuse, and blue answer, several times each. */
  private static final int USERS = 200;

  /** Those whose bucket ends in 0; few enough for the retries that the router allows itself. */
  private static final int ON_GREEN = 24;

  @AutoClose private final Nginx blue = Nginx.start("blue");
  @AutoClose private final Nginx green = Nginx.start("green");
  @AutoClose private final Setup setup = Setup.between(blue.url(), green.url());
  @AutoClose private final Canary canary = Canary.launcher();

  @Test
  void whenGreenDiesEveryoneIsServedByBlueUntilAPersonGoesBack() {
    try (LaunchedRouter router = canary.serve(setup)) {
      Operator operator = router.operator();
      canary.with("CANARY_ADMIN_URL", operator.url());
      operator.awaitBothUp();
      assertThat(answersOfGreen(router)).isEqualTo(ON_GREEN);

      green.stop();
      assertThat(answersOfGreen(router)).isZero();
      Patience.until(() -> isAway(operator), "green to be away");
      assertThat(operator.state().at("/latch").isNull()).as("nobody was hurt").isTrue();
      assertThat(operator.state().at("/split/actual").asText()).isEqualTo("0%");
      assertThat(operator.metrics().value("canary_held", "cause=\"away\"")).isOne();
      assertThat(verb("status")).contains("actual 0%", "everyone is on blue for now (away)");

      assertThat(verb("failover", "--reason", "a test wants it")).contains("blue");
      assertThat(operator.state().at("/latch/reason").asText()).isEqualTo("manual");
      assertThat(verb("status")).contains("actual 0%", "latched", "canary failback --green");

      green.startAgain();
      operator.awaitBothUp();
      assertThat(answersOfGreen(router)).as("latched until a person releases it").isZero();
      assertThat(canary.run("failback", "--green", "10%"))
          .satisfies(refused -> assertThat(refused.exit()).isOne())
          .satisfies(refused -> assertThat(refused.output()).contains("--force"));
      assertThat(verb("failback", "--green", "10%", "--force")).contains("green takes 10%");
      assertThat(answersOfGreen(router)).isEqualTo(ON_GREEN);
    }
  }

  @Test
  void aGreenThatWasOnlyAwayComesBackByItself() {
    try (LaunchedRouter router = canary.serve(setup)) {
      Operator operator = router.operator();
      operator.awaitBothUp();
      green.stop();
      assertThat(answersOfGreen(router)).isZero();
      Patience.until(() -> isAway(operator), "green to be away");
      green.startAgain();
      Patience.until(() -> !isAway(operator), "green to be back");
      assertThat(answersOfGreen(router)).isEqualTo(ON_GREEN);
      assertThat(operator.state().at("/latch").isNull()).isTrue();
    }
  }

  private static boolean isAway(Operator operator) {
    return operator.state().at("/hold/cause").asText().equals("away");
  }

  private String verb(String... arguments) {
    return canary.run(arguments).orFail();
  }

  /** Asks once for each user; fails unless all are answered. */
  private static int answersOfGreen(LaunchedRouter router) {
    int green = 0;
    try (RawClient client = router.client()) {
      for (int user = 1; user <= USERS; user++) {
        RawResponse response = client.get("/", Tokens.authorization(user)).readResponse();
        assertThat(response.status()).isEqualTo(200);
        green += response.body().startsWith("green") ? 1 : 0;
      }
    }
    return green;
  }
}
