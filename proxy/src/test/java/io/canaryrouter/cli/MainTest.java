package io.canaryrouter.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.canaryrouter.config.RouterConfig;
import java.io.IOException;
import java.net.BindException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MainTest {
  private static final Map<String, String> STACKS =
      Map.of("CANARY_BLUE", "127.0.0.1:1", "CANARY_GREEN", "127.0.0.1:2");
  private static final String GOOD = "stacks: {blue: 'a:1', green: 'b:2'}\n";
  private static final String SELDOM_MEANT = "stacks: {blue: 'a:1', green: 'a:1'}\n";
  private static final String WRONG = "stacks: {blue: 'a:1', green: 'b:2'}\nrollout: {}\n";

  @TempDir Path folder;

  @Test
  void withoutAVerbTheVerbsAreTold() {
    Ran ran = Ran.canary(Map.of());

    assertThat(ran.exitCode()).isEqualTo(2);
    assertThat(ran.err()).contains("name a verb").contains("failover, rollback");
  }

  @Test
  void aMisspeltVerbIsGuessed() {
    Ran ran = Ran.canary(Map.of(), "stauts");

    assertThat(ran.exitCode()).isEqualTo(2);
    assertThat(ran.err()).contains("status");
  }

  @Test
  void aVerbOfALaterVersionIsRefusedByName() {
    assertThat(Ran.canary(Map.of(), "promote", "--full"))
        .isEqualTo(new Ran(2, "", "canary: promote is not in this version\n"));
  }

  @Test
  void helpAndVersionAreAnswersAndNoErrors() {
    assertThat(Ran.canary(Map.of(), "--help").out()).contains("CANARY_SPLIT=10% canary run");
    assertThat(Ran.canary(Map.of(), "help", "status").out()).contains("--watch");
    assertThat(Ran.canary(Map.of(), "--version").out()).startsWith("canary-router ");
    assertThat(Ran.canary(Map.of(), "weight", "--help").out()).contains("prefer");
  }

  @Test
  void runStartsTheRouterWithItsConfiguration() throws IOException {
    AtomicReference<RouterConfig> started = new AtomicReference<>();

    Ran ran =
        Ran.canary(
            Map.of(),
            () -> false,
            (config, source) -> {
              started.set(config);
              assertThat(source.get().config()).isEqualTo(config);
              return 0;
            },
            "run",
            "--config",
            write(GOOD));

    assertThat(ran).isEqualTo(new Ran(0, "", ""));
    assertThat(started.get()).extracting(config -> config.blue().address().port()).isEqualTo(1);
  }

  @Test
  void runNeedsNoFile() {
    assertThat(Ran.canary(STACKS, "run").exitCode()).isZero();
  }

  @Test
  void runWithNothingSaysWhatIsMissing() {
    Ran ran = Ran.canary(Map.of(), "run");

    assertThat(ran.exitCode()).isEqualTo(2);
    assertThat(ran.err()).contains("name the stacks").contains("CANARY_BLUE=HOST:PORT");
  }

  @Test
  void runWithAWrongVariableNamesItAndDoesNotAskForStacksThatAreNamed() {
    Map<String, String> environment = new HashMap<>(STACKS);
    environment.put("CANARY_SPLIT", "10");

    Ran ran = Ran.canary(environment, "run");

    assertThat(ran.exitCode()).isEqualTo(2);
    assertThat(ran.err())
        .contains("CANARY_SPLIT: a weight is a percentage")
        .doesNotContain("name the stacks");
  }

  @Test
  void aRedisThatOnlyTheEnvironmentNamesIsTold() throws IOException {
    Map<String, String> environment = new HashMap<>(STACKS);
    environment.put("REDIS_URL", "redis://:hunter2@red-abcd:6379");

    assertThat(Ran.canary(environment, "run").err())
        .contains("REDIS_URL: the state is kept there")
        .doesNotContain("hunter2");
    assertThat(Ran.canary(environment, "check", write(GOOD)).err()).contains("REDIS_URL");
  }

  @Test
  void runWithAWrongConfigurationTellsAllFindingsAndStartsNothing() throws IOException {
    Ran ran =
        Ran.canary(
            Map.of(),
            () -> false,
            (config, source) -> {
              throw new AssertionError("started");
            },
            "run",
            "--config",
            write(WRONG + "name: [x]\n"));

    assertThat(ran.exitCode()).isEqualTo(2);
    assertThat(ran.err()).contains("canary.yml:2:1: error: rollout: not in this version");
    assertThat(ran.err()).contains("canary.yml:3:7: error: name:");
  }

  @Test
  void aRouterThatCannotStartSaysWhy() {
    Launch inUse =
        (config, source) -> {
          throw new BindException("port 8080 is in use");
        };

    Ran ran = Ran.canary(STACKS, () -> false, inUse, "run");

    assertThat(ran).isEqualTo(new Ran(1, "", "canary: port 8080 is in use\n"));
  }

  @Test
  void checkEndsWithZeroWhenTheFileIsGood() throws IOException {
    String file = write(GOOD);
    assertThat(Ran.canary(Map.of(), "check", file)).isEqualTo(new Ran(0, file + ": good\n", ""));
  }

  @Test
  void checkMindsWarningsOnlyWhenItIsStrict() throws IOException {
    String file = write(SELDOM_MEANT);

    assertThat(Ran.canary(Map.of(), "check", file).exitCode()).isZero();
    Ran strict = Ran.canary(Map.of(), "check", file, "--strict");
    assertThat(strict.exitCode()).isEqualTo(1);
    assertThat(strict.out()).isEqualTo(file + ": 0 errors, 1 warning\n");
    assertThat(strict.err()).contains("same address");
  }

  @Test
  void checkEndsWithTwoOnErrors() throws IOException {
    assertThat(Ran.canary(Map.of(), "check", write(WRONG), "--strict").exitCode()).isEqualTo(2);
    assertThat(Ran.canary(Map.of(), "check", folder.resolve("none").toString()).exitCode())
        .isEqualTo(2);
  }

  @Test
  void checkWithoutAFileChecksTheEnvironment() {
    assertThat(Ran.canary(STACKS, "check").out()).isEqualTo("environment: good\n");
  }

  @Test
  void checkExplainsWhatIsInForce() throws IOException {
    assertThat(Ran.canary(Map.of("PORT", "3001"), "check", write(GOOD), "--explain").out())
        .contains("  port: 3001 ")
        .contains("    pool-idle: ".indent(2).stripTrailing());
  }

  @Test
  void healthAsksTheLocalRouter() {
    try (FakeAdmin router = new FakeAdmin()) {
      String port = String.valueOf(router.port());
      Map<String, String> environment = Map.of("PORT", port);

      assertThat(Ran.canary(environment, "health")).isEqualTo(new Ran(0, "", ""));
      assertThat(router.lastAsked().line()).isEqualTo("GET /-/ready");

      router.answering(503, "");
      assertThat(Ran.canary(environment, "health").exitCode()).isEqualTo(1);
      assertThat(Ran.canary(Map.of(), "health", "--port", port).err()).contains("answers 503");
    }
  }

  @Test
  void healthFailsWhenNothingListensOrThePortIsNone() {
    FakeAdmin router = new FakeAdmin();
    String port = String.valueOf(router.port());
    router.close();

    assertThat(Ran.canary(Map.of("PORT", port), "health").exitCode()).isEqualTo(1);
    assertThat(Ran.canary(Map.of("PORT", "web"), "health").exitCode()).isEqualTo(1);
    assertThat(Ran.canary(Map.of("PORT", "99999"), "health").exitCode()).isEqualTo(1);
  }

  @Test
  void healthAsksWhereTheConfigurationListens() throws IOException {
    try (FakeAdmin router = new FakeAdmin()) {
      String file = write(GOOD + "listen: {host: 127.0.0.1, port: " + router.port() + "}\n");

      assertThat(Ran.canary(Map.of(), "health", "--config", file).exitCode()).isZero();
      assertThat(Ran.canary(Map.of("CANARY_CONFIG", file, "PORT", "1"), "health").exitCode())
          .isZero();
      router.answering(503, "");
      assertThat(Ran.canary(Map.of("CANARY_CONFIG", file), "health").err())
          .isEqualTo("not ready: 127.0.0.1:" + router.port() + " answers 503\n");
    }
  }

  @Test
  void aFileThatAReloadHasRefusedMakesNoServingRouterUnhealthy() throws IOException {
    try (FakeAdmin router = new FakeAdmin()) {
      String wrong = write(WRONG + "listen: {host: 127.0.0.1, port: " + router.port() + "}\n");
      assertThat(Ran.canary(Map.of(), "health", "--config", wrong).exitCode()).isZero();

      String port = String.valueOf(router.port());
      String unreadable = write("stacks: {blue: [\n");
      assertThat(Ran.canary(Map.of("PORT", port), "health", "--config", unreadable).exitCode())
          .isZero();
    }
  }

  @Test
  void theEnvironmentCanNameTheConfigurationAndTheLineStandsAboveIt() throws IOException {
    String file = write(WRONG);
    Map<String, String> environment = Map.of("CANARY_CONFIG", file);

    assertThat(Ran.canary(environment, "run").err()).contains(file + ":2:1: error: rollout");
    assertThat(Ran.canary(environment, "check").out()).startsWith(file + ": 1 error");
    Path good = Files.writeString(folder.resolve("good.yml"), GOOD);
    assertThat(Ran.canary(environment, "run", "--config", good.toString()).exitCode()).isZero();
  }

  private String write(String text) throws IOException {
    return Files.writeString(folder.resolve("canary.yml"), text).toString();
  }
}
