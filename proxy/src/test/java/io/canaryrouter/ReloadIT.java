package io.canaryrouter;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.canaryrouter.testing.Nginx;
import io.canaryrouter.testing.Operator;
import io.canaryrouter.testing.RawClient;
import io.canaryrouter.testing.RunningRouter;
import io.canaryrouter.testing.Setup;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** The file read again through the admin port: all of it, or nothing. */
class ReloadIT {
  @AutoClose private final Nginx blue = Nginx.start("blue");
  @AutoClose private final Nginx green = Nginx.start("green");
  @AutoClose private final Setup setup = Setup.between(blue.url(), green.url());

  @Test
  void aNewWeightTakesEffect() {
    try (RunningRouter router = RunningRouter.ready(setup)) {
      long revision = router.operator().state().get("revision").asLong();
      setup.weight("100%");

      assertThat(reload(router).statusCode()).isEqualTo(200);
      JsonNode state = router.operator().state();
      assertThat(state.at("/split/set").asText()).isEqualTo("100%");
      assertThat(state.get("revision").asLong()).isGreaterThan(revision);
      assertThat(answer(router)).isEqualTo("green GET /");
    }
  }

  @Test
  void anotherBlueTakesOverWithoutALostRequest() {
    try (RunningRouter router = RunningRouter.ready(setup.weight("0%"));
        Nginx next = Nginx.start("next");
        RawClient client = router.client()) {
      assertThat(client.get("/").readResponse().body()).isEqualTo("blue GET /");
      setup.blueAt(next.url());

      assertThat(reload(router).statusCode()).isEqualTo(200);
      assertThat(client.get("/").readResponse().body()).isEqualTo("next GET /");
      assertThat(router.operator().audit().toString())
          .contains("; blue is " + next.url() + " now, before it was ")
          .contains("; from now on green is compared with this one");
    }
  }

  @Test
  void whatOnlyARestartCanChangeIsRefusedByItsName() {
    try (RunningRouter router = RunningRouter.ready(setup)) {
      setup
          .weight("100%")
          .listen("host: 127.0.0.1, port: 0, backlog: 64")
          .ending("name: another\nshutdown: {delay: 7s}");
      HttpResponse<String> answer = reload(router);

      assertThat(answer.statusCode()).isEqualTo(409);
      assertThat(answer.body())
          .contains("name, listen, shutdown have changed")
          .contains("nothing was reloaded");
      assertThat(router.operator().state().at("/split/set").asText()).isEqualTo("10%");
    }
  }

  @Test
  void aBrokenFileIsRefusedWithItsFindings() {
    try (RunningRouter router = RunningRouter.ready(setup)) {
      setup.text("stacks: {blue: 'a:1'}\n");
      HttpResponse<String> answer = reload(router);

      assertThat(answer.statusCode()).isEqualTo(409);
      assertThat(answer.body()).contains(":1:1").contains("stacks.green");
      assertThat(answer(router)).startsWith("blue GET");
    }
  }

  private static HttpResponse<String> reload(RunningRouter router) {
    Operator operator = router.operator();
    return operator.ask("POST", "/api/v1/reload", "{\"reason\":\"a test\"}");
  }

  private static String answer(RunningRouter router) {
    try (RawClient client = router.client()) {
      return client.get("/").readResponse().body();
    }
  }
}
