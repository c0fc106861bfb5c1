package io.canaryrouter;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.canaryrouter.testing.Nginx;
import io.canaryrouter.testing.Operator;
import io.canaryrouter.testing.Patience;
import io.canaryrouter.testing.RawClient;
import io.canaryrouter.testing.RedisProcess;
import io.canaryrouter.testing.RunningRouter;
import io.canaryrouter.testing.Setup;
import io.canaryrouter.testing.Tokens;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What weight and latch survive: restarts, redeploys, and a real Redis that is ill. */
class RememberingIT {
  private static final int CHANGES = 10;
  private static final String FAILOVER = "{\"reason\":\"a test wants it\"}";

  @AutoClose private final Nginx blue = Nginx.start("blue");
  @AutoClose private final Nginx green = Nginx.start("green");
  @AutoClose private final Setup setup = Setup.between(blue.url(), green.url()).weight("0%");
  @AutoClose private final Setup other = Setup.between(blue.url(), green.url()).weight("0%");

  @Test
  void aRestartRemembersTheLatchInAFile(@TempDir Path disk) {
    keep(setup, "file: \"" + disk.resolve("state.json") + "\"");
    try (RunningRouter router = RunningRouter.ready(setup)) {
      router.operator().setWeight("25%");
      failover(router);
    }
    try (RunningRouter again = RunningRouter.ready(setup)) {
      JsonNode state = again.operator().state();
      assertThat(state.at("/latch/sentence").asText()).isEqualTo("a test wants it");
      assertThat(state.at("/split/set").asText()).isEqualTo("25%");
      assertThat(state.at("/split/actual").asText()).isEqualTo("0%");
      assertThat(audit(again)).contains("\"action\" : \"split\"", "\"action\" : \"failover\"");
    }
  }

  @Test
  void aRedeployOnAnEphemeralDiskRemembersWeightLatchAndEpochInRedis() {
    try (RedisProcess redis = RedisProcess.start()) {
      keepIn(redis, setup);
      JsonNode before;
      try (RunningRouter router = RunningRouter.ready(setup)) {
        router.operator().setWeight("25%");
        failover(router);
        Patience.until(() -> isSaved(router), "the latch to be written");
        before = router.operator().state();
      }
      keepIn(redis, other);
      try (RunningRouter deployed = RunningRouter.ready(other)) {
        JsonNode state = deployed.operator().state();
        for (String key : new String[] {"/epoch", "/revision", "/split/set", "/latch"}) {
          assertThat(state.at(key)).as(key).isEqualTo(before.at(key));
        }
      }
    }
  }

  @Test
  void twoRoutersOnOneRedisAgree() {
    try (RedisProcess redis = RedisProcess.start()) {
      keepIn(redis, setup);
      keepIn(redis, other);
      try (RunningRouter one = RunningRouter.ready(setup);
          RunningRouter two = RunningRouter.ready(other)) {
        one.operator().setWeight("100%");
        Patience.until(() -> actual(two).equals("100%"), "the weight at the other router");
        assertThat(answerOf(two)).startsWith("green");
        failover(two);
        Patience.until(() -> actual(one).equals("0%"), "the latch at the first router");
        assertThat(answerOf(one)).startsWith("blue");
        assertThat(one.operator().state().at("/latch"))
            .isEqualTo(two.operator().state().at("/latch"));
        Patience.until(
            () -> audit(one).contains("\"action\" : \"failover\""),
            "the other router's reason in the audit log");
      }
    }
  }

  @Test
  void twoRoutersThatChangeAtOnceNeverGiveOneRevisionTwice() {
    try (RedisProcess redis = RedisProcess.start()) {
      keepIn(redis, setup);
      keepIn(redis, other);
      try (RunningRouter one = RunningRouter.ready(setup);
          RunningRouter two = RunningRouter.ready(other)) {
        CompletableFuture<List<Long>> beside =
            CompletableFuture.supplyAsync(() -> revisionsOfChanges(two, 2));
        List<Long> revisions = new ArrayList<>(revisionsOfChanges(one, 1));
        revisions.addAll(Patience.await(beside, "the changes of the other router"));

        // One of the two may lose every race; that somebody wins is what is promised.
        assertThat(revisions).isNotEmpty().doesNotHaveDuplicates();
        long last = Collections.max(revisions);
        Patience.until(() -> revision(one) == last && revision(two) == last, "both to agree");
        assertThat(actual(one)).isEqualTo(actual(two));
        for (long revision : revisions) {
          String entry = "\"revision\" : " + revision + ",";
          Patience.until(() -> audit(one).contains(entry), revision + " in one audit log");
          Patience.until(() -> audit(two).contains(entry), revision + " in the other");
        }
      }
    }
  }

  @Test
  void aRedisThatDiesStopsNeitherTrafficNorFailoverAndGetsTheLatchLater() {
    try (RedisProcess redis = RedisProcess.start()) {
      keepIn(redis, setup);
      try (RunningRouter router = RunningRouter.ready(setup)) {
        router.operator().setWeight("100%");
        redis.kill();
        Patience.until(() -> !isReachable(router), "the loss to be noticed");
        assertThat(answerOf(router)).startsWith("green");
        assertThat(order(router, "PUT", "/api/v1/split", "{\"green\":\"100%\",\"reason\":\"x\"}"))
            .as("nothing changes")
            .isEqualTo(200);
        failover(router);
        assertThat(answerOf(router)).startsWith("blue");
        assertThat(
                order(
                    router,
                    "POST",
                    "/api/v1/failback",
                    "{\"green\":\"5%\",\"reason\":\"x\",\"force\":true}"))
            .isEqualTo(503);
        redis.startAgain();
        Patience.until(() -> isSaved(router), "the latch to be written");
      }
      try (RunningRouter again = RunningRouter.ready(setup)) {
        assertThat(again.operator().state().get("latch").isObject()).isTrue();
      }
    }
  }

  @Test
  void aRedisThatHangsDelaysNoFailover() {
    try (RedisProcess redis = RedisProcess.start()) {
      keepIn(redis, setup);
      try (RunningRouter router = RunningRouter.ready(setup)) {
        router.operator().setWeight("100%");
        redis.pause();
        failover(router);
        assertThat(answerOf(router)).startsWith("blue");
        redis.resume();
        Patience.until(() -> isSaved(router), "the latch to be written");
      }
    }
  }

  @Test
  void aFullRedisStopsARaiseAndNoFailover() {
    try (RedisProcess redis = RedisProcess.start()) {
      keepIn(redis, setup);
      try (RunningRouter router = RunningRouter.ready(setup)) {
        router.operator().setWeight("5%");
        redis.command("CONFIG", "SET", "maxmemory", "1");
        assertThat(order(router, "PUT", "/api/v1/split", "{\"green\":\"50%\",\"reason\":\"x\"}"))
            .isEqualTo(503);
        assertThat(actual(router)).isEqualTo("5%");
        failover(router);
        assertThat(actual(router)).isEqualTo("0%");
        redis.command("CONFIG", "SET", "maxmemory", "0");
        Patience.until(() -> isSaved(router), "the latch to be written");
      }
    }
  }

  @Test
  void aRedisThatStartsAgainEmptyIsFilledByTheRunningRouter() {
    try (RedisProcess redis = RedisProcess.start()) {
      keepIn(redis, setup);
      keepIn(redis, other);
      try (RunningRouter router = RunningRouter.ready(setup)) {
        router.operator().setWeight("25%");
        redis.command("FLUSHALL");
        Patience.until(() -> !redis.command("DBSIZE").contains(":0"), "the state to be written");
        try (RunningRouter second = RunningRouter.ready(other)) {
          assertThat(actual(second)).isEqualTo("25%");
        }
      }
    }
  }

  @Test
  void anEmptyRedisAndAFileThatWantsUsersOnGreenMeanBlueUntilAPersonSaysSo() {
    try (RedisProcess redis = RedisProcess.start()) {
      setup.weight("10%");
      keepIn(redis, setup);
      try (RunningRouter router = RunningRouter.ready(setup)) {
        assertThat(router.operator().state().at("/hold/cause").asText()).isEqualTo("doubt");
        assertThat(router.operator().state().at("/store/doubt").asText()).isEqualTo("missing");
        assertThat(actual(router)).isEqualTo("0%");
        router.operator().setWeight("10%");
        assertThat(actual(router)).isEqualTo("10%");
      }
    }
  }

  @Test
  void aDamagedFileMeansBlueAndIsKeptAside(@TempDir Path disk) throws IOException {
    Path file = disk.resolve("state.json");
    Files.writeString(file, "{\"revision\": 4, \"bo");
    keep(setup, "file: \"" + file + "\"");
    try (RunningRouter router = RunningRouter.ready(setup)) {
      assertThat(router.operator().state().at("/store/doubt").asText()).isEqualTo("damaged");
      assertThat(actual(router)).isEqualTo("0%");
      assertThat(file).content().isEqualTo("{\"revision\": 4, \"bo");
      router.operator().setWeight("5%");
      assertThat(actual(router)).isEqualTo("5%");
    }
    String[] names = Objects.requireNonNull(disk.toFile().list());
    assertThat(names).anyMatch(name -> name.contains("damaged"));
  }

  /** Sets weights that nobody else sets, 0.01 % and up; what is refused, changed nothing. */
  private static List<Long> revisionsOfChanges(RunningRouter router, int first) {
    List<Long> revisions = new ArrayList<>();
    for (int turn = 0; turn < CHANGES; turn++) {
      String weight = "0." + (10 + 2 * turn + first) + "%";
      HttpResponse<String> answer =
          router
              .operator()
              .ask("PUT", "/api/v1/split", "{\"green\":\"" + weight + "\",\"reason\":\"x\"}");
      if (answer.statusCode() == 200) {
        revisions.add(
            Long.valueOf(answer.headers().firstValue("ETag").orElse("").replace("\"", "")));
      } else {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(409);
      }
    }
    return revisions;
  }

  private static long revision(RunningRouter router) {
    return router.operator().state().get("revision").asLong();
  }

  private static void keep(Setup setup, String store) {
    setup.ending("shutdown: {delay: 25s, linger: 0s}\nstate: {" + store + "}");
  }

  private static void keepIn(RedisProcess redis, Setup setup) {
    keep(setup, "redis: \"" + redis.url() + "\"");
  }

  private static void failover(RunningRouter router) {
    assertThat(order(router, "POST", "/api/v1/failover", FAILOVER)).isEqualTo(200);
  }

  private static int order(RunningRouter router, String method, String path, String content) {
    Operator operator = router.operator();
    return operator.ask(method, path, content).statusCode();
  }

  private static String audit(RunningRouter router) {
    return router.operator().ask("GET", "/api/v1/audit", "").body();
  }

  private static String actual(RunningRouter router) {
    return router.operator().state().at("/split/actual").asText();
  }

  private static boolean isSaved(RunningRouter router) {
    return router.operator().state().at("/store/saved").asBoolean();
  }

  private static boolean isReachable(RunningRouter router) {
    return router.operator().state().at("/store/reachable").asBoolean();
  }

  private static String answerOf(RunningRouter router) {
    try (RawClient client = router.client()) {
      return client.get("/", Tokens.authorization(1)).readResponse().body();
    }
  }
}
