package io.canaryrouter;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.canaryrouter.testing.Answer;
import io.canaryrouter.testing.Canary;
import io.canaryrouter.testing.FaultyStack;
import io.canaryrouter.testing.LaunchedRouter;
import io.canaryrouter.testing.Patience;
import io.canaryrouter.testing.RawClient;
import io.canaryrouter.testing.RedisProcess;
import io.canaryrouter.testing.Setup;
import io.canaryrouter.testing.Tokens;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Evidence that is gathered by one process and completed by the next. */
class CheckpointIT {
  private static final String NAMED =
      "health: {path: /up, interval: 100ms}, version-header: X-Revision";

  /** Users of green, in pairs: of one pair hit by a failure nothing is proof, of two it is. */
  private static final List<List<Long>> PAIRS = List.of(List.of(7L, 9L), List.of(10L, 33L));

  private static final int GOOD = 12;

  @AutoClose private final FaultyStack blue = stack();
  @AutoClose private final FaultyStack green = stack();
  @AutoClose private final Setup setup = Setup.between(blue.authority(), green.authority());
  @AutoClose private final Canary canary = Canary.launcher();

  @Test
  void usersHitBeforeAndAfterARestartAreProofTogether(@TempDir Path disk) {
    keep("file: \"" + disk.resolve("state.json") + "\"");
    gather();
    try (LaunchedRouter next = ready()) {
      next.awaitLine("the judge goes on with the evidence of 20");
      hit(next, PAIRS.get(1));
      Patience.until(() -> latch(next).isObject(), "the two halves to be proof");
      assertThat(latch(next).at("/reason").asText()).isEqualTo("error_rate");
      assertThat(latch(next).at("/sentence").asText()).contains("4 of the 4 users newly hit");
    }
  }

  @Test
  void aGreenThatWasDeployedMeanwhileBeginsAnewInRedisToo() {
    try (RedisProcess redis = RedisProcess.start()) {
      keep("redis: \"" + redis.url() + "\"");
      gather();
      deploy("def");
      try (LaunchedRouter next = ready()) {
        next.awaitLine("begins anew, without .*: green was build abc and is def now");
        hit(next, PAIRS.get(1));
        requireNoProof(next);
      }
    }
  }

  private void keep(String store) {
    setup
        .green(NAMED)
        .ending(
            """
            shutdown: {delay: 25s, linger: 0s}
            guard: {mode: judged, second-opinion: false}
            state: {%s}
            """
                .formatted(store));
  }

  /** A first process, which ends before what it has seen is proof. */
  private void gather() {
    deploy("abc");
    try (LaunchedRouter first = ready()) {
      first.operator().setWeight("10%");
      hit(first, PAIRS.get(0));
      requireNoProof(first);
      first.signal("TERM");
      assertThat(first.awaitExit()).isZero();
    }
  }

  private void deploy(String build) {
    green.onTarget("/up", Answer.status(200, "up", "X-Revision: " + build));
  }

  private LaunchedRouter ready() {
    LaunchedRouter router = canary.serve(setup.weight("0%"));
    router.operator().awaitBothUp();
    return router;
  }

  /** Each is served well, so that it counts as a user, and then once not; others fare well. */
  private static void hit(LaunchedRouter router, List<Long> users) {
    for (long user : users) {
      ask(router, user, "/");
      ask(router, user, "/broken");
      for (int i = 0; i < GOOD; i++) {
        ask(router, user, "/");
        ask(router, 1, "/");
      }
    }
  }

  /** Nothing was proof: the judge has seen them all, but for those that made them users. */
  private static void requireNoProof(LaunchedRouter router) {
    Patience.until(() -> samples(router) >= 2 * (GOOD + 1), "the judge to have seen them");
    assertThat(latch(router).isNull()).isTrue();
  }

  private static long samples(LaunchedRouter router) {
    for (JsonNode each : router.operator().state().path("criteria")) {
      if (each.path("criterion").asText().equals("error_rate")) {
        return each.path("samples").asLong();
      }
    }
    return 0;
  }

  private static JsonNode latch(LaunchedRouter router) {
    return router.operator().state().at("/latch");
  }

  private static void ask(LaunchedRouter router, long user, String target) {
    try (RawClient client = router.client()) {
      client.get(target, Tokens.authorization(user)).readResponse();
    }
  }

  private static FaultyStack stack() {
    return FaultyStack.start(Answer.ok("well"))
        .onTarget("/up", Answer.ok("up"))
        .onTarget("/broken", Answer.status(500, "no"));
  }
}
