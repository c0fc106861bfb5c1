package io.canaryrouter.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.canaryrouter.split.OverrideSeal;
import io.canaryrouter.split.Stack;
import io.canaryrouter.testing.Nginx;
import io.canaryrouter.testing.RunningRouter;
import io.canaryrouter.testing.Setup;
import io.canaryrouter.testing.Tokens;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** {@code canary why} of a file and of the router that runs by it. */
class WhyIT {
  private static final String SECRET = "more-than-sixteen-characters";

  @AutoClose private final Nginx blue = Nginx.start("blue");
  @AutoClose private final Nginx green = Nginx.start("green");

  @AutoClose
  private final Setup setup =
      Setup.between(blue.url(), green.url())
          .weight("10%, allow: [7], deny: [0], override: {secret: " + SECRET + "}")
          .ending("routes: [{name: billing, match: 'POST /billing/**', stack: blue}]");

  @Test
  void aFileAndTheRouterThatRunsByItSayTheSame() {
    String override = new OverrideSeal(SECRET).seal(Stack.GREEN, 4_102_444_800L);
    try (RunningRouter router = RunningRouter.ready(setup)) {
      for (String[] asked :
          new String[][] {
            {"42"},
            {"7"},
            {"0"},
            {"7", "--path", "/billing/7", "--method", "POST"},
            {"42", "--override", override},
            {"--address", "203.0.113.9"},
            {Tokens.forUser(7)},
            {"eyJhbGciOiJIUzI1NiJ9.bm9uZQ.c2ln"}
          }) {
        String said = online(router, asked);
        assertThat(
                said.replaceAll("(?m)^(   latch +- +)not latched$", "$1only a running router knows")
                    .replaceAll("(?m)^(   hold +- +)none$", "$1only a running router knows")
                    .replaceAll("(?m)^From the running router.*$", "From"))
            .isEqualTo(offline(asked).replaceAll("(?m)^From .*$", "From"));
      }
    }
  }

  @Test
  void onlyTheRunningRouterKnowsOfALatchAndOfAWeightThatWasSetByHand() {
    try (RunningRouter router = RunningRouter.ready(setup)) {
      router.operator().setWeight("100%");
      assertThat(online(router, "42"))
          .startsWith("green, because rank 7362 is among the lowest 10000");
      assertThat(offline("42")).startsWith("blue, because rank 7362 is not among the lowest 1000");

      router.operator().ask("POST", "/api/v1/failover", "{\"reason\":\"green feels slow\"}");
      assertThat(online(router, "7"))
          .startsWith("blue, because a failover holds everyone there until a person releases it: ")
          .contains("green feels slow")
          .contains("From the running router, at revision ");
      assertThat(offline("7")).startsWith("green, because the user stands in split.allow");
    }
  }

  private static String online(RunningRouter router, String... asked) {
    return why(Map.of("CANARY_ADMIN_URL", router.operator().url()), List.of(asked));
  }

  private String offline(String... asked) {
    List<String> more = new ArrayList<>(List.of(asked));
    more.addAll(List.of("--config", setup.file().toString()));
    return why(Map.of(), more);
  }

  private static String why(Map<String, String> environment, List<String> asked) {
    List<String> line = new ArrayList<>(List.of("why"));
    line.addAll(asked);
    Ran ran = Ran.canary(environment, line.toArray(String[]::new));
    assertThat(ran.exitCode()).as(ran.err()).isZero();
    return ran.out();
  }
}
