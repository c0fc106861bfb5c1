package io.canaryrouter;

import static org.assertj.core.api.Assertions.assertThat;

import io.canaryrouter.testing.Nginx;
import io.canaryrouter.testing.RawClient;
import io.canaryrouter.testing.RawResponse;
import io.canaryrouter.testing.RunningRouter;
import io.canaryrouter.testing.Setup;
import io.canaryrouter.testing.Tokens;
import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two versions whose files differ, and pages of the one that outlive a move to the other. */
class AssetsIT {
  private static final String OF_BLUE = "/files/application-0a1b2c3d.css";
  private static final String OF_GREEN = "/files/index-BcdX12_z.js";
  private static final String OF_NONE = "/files/application-ffff0000.css";
  private static final int USER = 42;

  @AutoClose private final Nginx blue = Nginx.start("blue");
  @AutoClose private final Nginx green = Nginx.start("green");
  @AutoClose private final Setup setup = Setup.between(blue.url(), green.url());

  @BeforeEach
  void eachVersionHasFilesOfItsOwn() throws IOException {
    Files.writeString(blue.files().resolve("application-0a1b2c3d.css"), "blue's style");
    Files.writeString(blue.files().resolve("plain.css"), "blue's style");
    Files.writeString(green.files().resolve("index-BcdX12_z.js"), "green's script");
    setup.ending(
        """
        routes: [{name: assets, match: "/files/**", assets: true}]
        shutdown: {delay: 25s, linger: 0s}\
        """);
  }

  @Test
  void aPageFindsItsFilesOnWhicheverStackItsUserIs() {
    try (RunningRouter router = RunningRouter.ready(setup.weight("100%"));
        RawClient client = router.client()) {
      assertServed(ask(client, OF_GREEN), "green", "green's script");
      assertServed(ask(client, OF_BLUE), "blue", "blue's style");
      assertThat(ask(client, OF_NONE).status()).isEqualTo(404);
      assertThat(ask(client, "/files/plain.css").status()).as("which version's?").isEqualTo(404);

      router.operator().setWeight("0%");
      assertServed(ask(client, OF_BLUE), "blue", "blue's style");
      assertServed(ask(client, OF_GREEN), "green", "green's script");
      assertThat(fallbacks(router, "green", "found")).isOne();
      assertThat(fallbacks(router, "green", "missing")).isOne();
      assertThat(fallbacks(router, "blue", "found")).isOne();
    }
    assertThat(blue.accessLog()).doesNotContain("plain.css");
  }

  @Test
  void afterAFailoverNothingIsAskedOfGreen() {
    try (RunningRouter router = RunningRouter.ready(setup.weight("100%"));
        RawClient client = router.client()) {
      assertServed(ask(client, OF_GREEN), "green", "green's script");
      assertThat(
              router
                  .operator()
                  .ask("POST", "/api/v1/failover", "{\"reason\":\"a test wants it\"}")
                  .statusCode())
          .isEqualTo(200);
      assertThat(ask(client, OF_GREEN).status()).isEqualTo(404);
    }
    assertThat(green.accessLog().lines().filter(line -> line.contains(OF_GREEN))).hasSize(1);
  }

  private static RawResponse ask(RawClient client, String target) {
    return client.get(target, Tokens.authorization(USER)).readResponse();
  }

  private static void assertServed(RawResponse response, String stack, String body) {
    assertThat(response.status()).isEqualTo(200);
    assertThat(response.body()).isEqualTo(body);
    assertThat(response.field("X-Stack")).isEqualTo(stack);
    assertThat(response.field("X-Canary-Stack")).isEqualTo(stack);
  }

  private static double fallbacks(RunningRouter router, String stack, String result) {
    return router
        .operator()
        .metrics()
        .value(
            "canary_asset_fallbacks_total", "result=\"%s\",stack=\"%s\"".formatted(result, stack));
  }
}
