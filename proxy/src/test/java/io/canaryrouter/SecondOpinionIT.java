package io.canaryrouter;

import static org.assertj.core.api.Assertions.assertThat;

import io.canaryrouter.testing.Nginx;
import io.canaryrouter.testing.Patience;
import io.canaryrouter.testing.RawClient;
import io.canaryrouter.testing.RawResponse;
import io.canaryrouter.testing.RunningRouter;
import io.canaryrouter.testing.Setup;
import io.canaryrouter.testing.Tokens;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A green with one broken page, and readers who never see it break. */
class SecondOpinionIT {
  private static final String BROKEN = "/broken";
  private static final int USERS = 8;

  @AutoClose private final Nginx blue = Nginx.start("blue");
  @AutoClose private final Nginx green = Nginx.start("green");
  @AutoClose private final Setup setup = Setup.between(blue.url(), green.url()).weight("100%");

  @BeforeEach
  void greenHasABrokenPage() {
    green.fail(BROKEN);
    Patience.until(() -> directly(BROKEN).status() == 500, "green to break");
  }

  @Test
  void noReaderSeesThePageBreakAndWhoWritesDoes() {
    try (RunningRouter router = RunningRouter.ready(setup);
        RawClient client = router.client()) {
      for (int user = 1; user <= USERS; user++) {
        RawResponse page = client.get(BROKEN, Tokens.authorization(user)).readResponse();
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.body()).isEqualTo("blue GET " + BROKEN);
        assertThat(page.field("X-Canary-Stack")).isEqualTo("blue");
        assertThat(client.get("/page", Tokens.authorization(user)).readResponse().body())
            .isEqualTo("green GET /page");
      }
      assertThat(opinions(router, "better")).isEqualTo(USERS);
      assertThat(
              router.operator().metrics().value("canary_rescues_total", "reason=\"server_error\""))
          .isEqualTo(USERS);

      RawResponse written = client.post(BROKEN, "an order", Tokens.authorization(1)).readResponse();
      assertThat(written.status()).isEqualTo(500);
      assertThat(written.field("X-Stack")).isEqualTo("green");
      assertThat(opinions(router, "better")).isEqualTo(USERS);
    }
    assertThat(blue.accessLog()).doesNotContain("POST", "GET /page");
    assertThat(green.accessLog()).contains("POST " + BROKEN + " 500");
  }

  @Test
  void aReloadSwitchesItOffForOneRouteOrForAll() {
    try (RunningRouter router = RunningRouter.ready(setup);
        RawClient client = router.client()) {
      assertThat(client.get(BROKEN).readResponse().status()).isEqualTo(200);
      ending("routes: [{name: exports, match: /broken, second-opinion: false}]");
      reload(router);
      assertThat(client.get(BROKEN).readResponse().status()).isEqualTo(500);
      ending("guard: {second-opinion: false}");
      reload(router);
      assertThat(client.get(BROKEN).readResponse().status()).isEqualTo(500);
      ending("guard: {second-opinion: true}");
      reload(router);
      assertThat(client.get(BROKEN).readResponse().status()).isEqualTo(200);
    }
  }

  private void ending(String line) {
    setup.ending("shutdown: {delay: 25s, linger: 0s}\n" + line);
  }

  private static void reload(RunningRouter router) {
    assertThat(router.operator().ask("POST", "/api/v1/reload", "{\"reason\":\"a test\"}"))
        .satisfies(answer -> assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200));
  }

  private RawResponse directly(String target) {
    try (RawClient client = RawClient.connect(green.port())) {
      return client.get(target).readResponse();
    }
  }

  private static double opinions(RunningRouter router, String result) {
    return router
        .operator()
        .metrics()
        .value("canary_second_opinions_total", "result=\"%s\"".formatted(result));
  }
}
