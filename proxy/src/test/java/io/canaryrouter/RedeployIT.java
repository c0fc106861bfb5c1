package io.canaryrouter;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.canaryrouter.testing.Canary;
import io.canaryrouter.testing.LaunchedRouter;
import io.canaryrouter.testing.Nginx;
import io.canaryrouter.testing.Operator;
import io.canaryrouter.testing.Patience;
import io.canaryrouter.testing.PlatformEdge;
import io.canaryrouter.testing.RedisProcess;
import io.canaryrouter.testing.ReservedPort;
import io.canaryrouter.testing.Setup;
import io.canaryrouter.testing.SteadyLoad;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/**
 * Everything that operators and their platform do, under load; nobody may notice.
 *
 * <p>The platform starts the next process on another disk, waits until it is ready, moves the
 * traffic, and ends the old one with SIGTERM. What is remembered comes from Redis alone.
 */
class RedeployIT {
  private static final String REASON = "\"reason\":\"a test wants it\"";

  /** What the next process must know of the one before it. */
  private static final String[] REMEMBERED = {
    "/revision", "/epoch", "/split/set", "/split/actual", "/split/salted", "/latch"
  };

  @AutoClose private final Nginx blue = Nginx.start("blue");
  @AutoClose private final Nginx green = Nginx.start("green");
  @AutoClose private final RedisProcess redis = RedisProcess.start();
  @AutoClose private final ReservedPort onePort = new ReservedPort();
  @AutoClose private final ReservedPort otherPort = new ReservedPort();
  @AutoClose private final Canary canary = Canary.launcher();
  @AutoClose private final Setup firstDisk = newDisk(onePort);
  @AutoClose private final Setup secondDisk = newDisk(otherPort);
  @AutoClose private final Setup thirdDisk = newDisk(onePort);

  @Test
  void nobodyFailsThroughWeightsReloadFailoverFailbackRestartAndRedeploy() {
    try (PlatformEdge edge = PlatformEdge.before(onePort.number(), otherPort.number());
        LaunchedRouter first = ready(firstDisk, edge, "one")) {
      try (SteadyLoad load = SteadyLoad.on(edge.url())) {
        Operator operator = first.operator();
        operator.setWeight("100%");
        operator.setWeight("25%");
        order(operator, "reload", "{" + REASON + "}");
        order(operator, "failover", "{" + REASON + "}");
        JsonNode latched = saved(operator);
        assertThat(latched.at("/latch/reason").asText()).isEqualTo("manual");

        try (LaunchedRouter second = ready(secondDisk, edge, "other")) {
          assertRemembered(second, latched);
          leave(first);
          order(
              second.operator(), "failback", "{\"green\":\"100%\",\"force\":true," + REASON + "}");
          JsonNode released = saved(second.operator());
          assertThat(released.at("/split/actual").asText()).isEqualTo("100%");

          try (LaunchedRouter third = ready(thirdDisk, edge, "one")) {
            assertRemembered(third, released);
            leave(second);
            third.operator().setWeight("50%");
            third.operator().awaitCounted("green", 1);
            load.requirePerfect();
          }
        }
      }
    }
  }

  private Setup newDisk(ReservedPort port) {
    return Setup.between(blue.url(), green.url())
        .listen("host: 127.0.0.1, port: " + port.number())
        .weight("0%, salt: winter")
        .ending("shutdown: {delay: 25s, linger: 2s}\nstate: {redis: \"" + redis.url() + "\"}");
  }

  private LaunchedRouter ready(Setup disk, PlatformEdge edge, String name) {
    LaunchedRouter router = canary.serve(disk);
    router.operator().awaitBothUp();
    edge.awaitUp(name);
    return router;
  }

  private static void leave(LaunchedRouter old) {
    old.signal("TERM");
    assertThat(old.awaitExit()).isZero();
  }

  private static void assertRemembered(LaunchedRouter router, JsonNode before) {
    JsonNode state = router.operator().state();
    for (String key : REMEMBERED) {
      assertThat(state.at(key)).as(key).isEqualTo(before.at(key));
    }
    assertThat(state.at("/split/salted").asBoolean()).isTrue();
  }

  /** The state once it is written: from then on another process may know it. */
  private static JsonNode saved(Operator operator) {
    Patience.until(
        () -> operator.state().at("/store/saved").asBoolean(), "the state to be written");
    return operator.state();
  }

  private static void order(Operator operator, String verb, String content) {
    assertThat(operator.ask("POST", "/api/v1/" + verb, content).statusCode())
        .as(verb)
        .isEqualTo(200);
  }
}
