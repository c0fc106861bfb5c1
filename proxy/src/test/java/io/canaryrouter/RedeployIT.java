package io.canaryrouter;

import static org.assertj.core.api.Assertions.assertThat;

import io.canaryrouter.testing.ApacheBench;
import io.canaryrouter.testing.ApacheBench.Tally;
import io.canaryrouter.testing.Nginx;
import io.canaryrouter.testing.Operator;
import io.canaryrouter.testing.Patience;
import io.canaryrouter.testing.PlatformEdge;
import io.canaryrouter.testing.RedisProcess;
import io.canaryrouter.testing.ReservedPort;
import io.canaryrouter.testing.RunningRouter;
import io.canaryrouter.testing.Setup;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Everything that operators do, under load and behind a platform's edge; nobody may notice. */
class RedeployIT {
  private static final int REQUESTS = 30_000;

  @AutoClose private final Nginx blue = Nginx.start("blue");
  @AutoClose private final Nginx green = Nginx.start("green");
  @AutoClose private final RedisProcess redis = RedisProcess.start();
  @AutoClose private final ReservedPort firstPort = new ReservedPort();
  @AutoClose private final ReservedPort secondPort = new ReservedPort();

  @AutoClose
  private final Setup setup = Setup.between(blue.url(), green.url()).weight("0%").ending(ending());

  private String ending() {
    return "shutdown: {delay: 25s, linger: 2s}\nstate: {redis: \"" + redis.url() + "\"}";
  }

  @Test
  void nobodyFailsDuringWeightsReloadFailoverFailbackAndRedeploy() {
    RunningRouter first = startAt(firstPort);
    try (PlatformEdge edge = PlatformEdge.before(firstPort.number(), secondPort.number())) {
      CompletableFuture<Tally> load =
          CompletableFuture.supplyAsync(
              () -> ApacheBench.run(edge.url(), REQUESTS, 10, ApacheBench.CLOSING));
      Operator operator = first.operator();
      operator.setWeight("100%");
      operator.setWeight("25%");
      order(operator, "/api/v1/reload", "{\"reason\":\"a test wants it\"}");
      order(operator, "/api/v1/failover", "{\"reason\":\"a test wants it\"}");
      order(
          operator,
          "/api/v1/failback",
          "{\"green\":\"100%\",\"reason\":\"a test wants it\",\"force\":true}");

      try (RunningRouter second = startAt(secondPort)) {
        assertThat(second.operator().state().at("/split/actual").asText()).isEqualTo("100%");
        first.depart();
        second.operator().setWeight("50%");
        assertThat(Patience.await(load, "the load to end"))
            .isEqualTo(Tally.perfect(REQUESTS, ApacheBench.CLOSING));
        assertThat(second.operator().state().at("/stacks/green/totals/requests").asLong())
            .as("the second router has carried its share")
            .isPositive();
      }
    }
  }

  private RunningRouter startAt(ReservedPort port) {
    setup.listen("host: 127.0.0.1, port: " + port.number());
    return RunningRouter.ready(setup);
  }

  private static void order(Operator operator, String path, String content) {
    assertThat(operator.ask("POST", path, content).statusCode()).as(path).isEqualTo(200);
  }
}
