package io.canaryrouter;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.canaryrouter.testing.Nginx;
import io.canaryrouter.testing.Operator;
import io.canaryrouter.testing.Patience;
import io.canaryrouter.testing.RunningRouter;
import io.canaryrouter.testing.Setup;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** A stack that is deployed anew under the router's eyes. */
class NewBuildIT {
  private static final String NAMED =
      "health: {path: /up, interval: 100ms}, version-header: X-Revision";

  @AutoClose private final Nginx blue = Nginx.start("blue");
  @AutoClose private final Nginx green = Nginx.start("green");
  @AutoClose private final Setup setup = Setup.between(blue.url(), green.url()).green(NAMED);

  @Test
  void anotherBuildOfGreenIsAnnouncedOnceAndMovesNobody() {
    green.deploy("a1b2c3");
    try (RunningRouter router = RunningRouter.ready(setup)) {
      Operator operator = router.operator();
      awaitBuild(operator, "a1b2c3");
      long epoch = operator.state().at("/epoch").asLong();
      assertThat(announced(operator)).isZero();

      green.deploy("d4e5f6");
      awaitBuild(operator, "d4e5f6");
      Patience.until(() -> announced(operator) == 1, "the new build to be announced");
      assertThat(operator.audit().at("/entries/0/detail").asText())
          .startsWith("green answers with build d4e5f6");
      assertThat(operator.state().at("/epoch").asLong()).isEqualTo(epoch);
      assertThat(operator.state().at("/split/actual").asText()).isEqualTo("10%");
      assertThat(operator.ask("GET", "/metrics", "").body())
          .contains("canary_stack_build_info{build=\"d4e5f6\",stack=\"green\"} 1");
    }
  }

  private static void awaitBuild(Operator operator, String build) {
    Patience.until(
        () -> operator.state().at("/stacks/green/build").asText().equals(build),
        "green to be build " + build);
  }

  private static long announced(Operator operator) {
    long count = 0;
    for (JsonNode entry : operator.audit().at("/entries")) {
      count += entry.at("/action").asText().equals("build") ? 1 : 0;
    }
    return count;
  }
}
