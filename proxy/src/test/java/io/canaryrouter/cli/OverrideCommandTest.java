package io.canaryrouter.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.canaryrouter.split.OverrideReading;
import io.canaryrouter.split.OverrideSeal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OverrideCommandTest {
  private static final String SECRET = "a-secret-of-more-than-sixteen";
  private static final Map<String, String> ENVIRONMENT = Map.of("CANARY_OVERRIDE_SECRET", SECRET);

  @TempDir Path folder;

  @Test
  void whatItPrintsIsAFieldThatTheRouterObeys() {
    Ran ran = Ran.canary(ENVIRONMENT, "override", "green", "--for", "8h");

    assertThat(ran.exitCode()).isZero();
    assertThat(ran.out()).startsWith("X-Canary-Override: green.");
    assertThat(reading(ran)).isEqualTo(OverrideReading.GREEN);
  }

  @Test
  void theSecretMayStandInTheConfiguration() throws IOException {
    Path file = folder.resolve("canary.yml");
    Files.writeString(
        file, "stacks: {blue: 'a:1', green: 'b:2'}\nsplit: {override: {secret: " + SECRET + "}}\n");

    assertThat(reading(Ran.canary(Map.of(), "override", "blue", "--config", file.toString())))
        .isEqualTo(OverrideReading.BLUE);
  }

  @Test
  void withoutASecretItSaysWhereToPutOne() {
    Ran ran = Ran.canary(Map.of(), "override", "green");

    assertThat(ran.exitCode()).isEqualTo(2);
    assertThat(ran.err()).contains("set CANARY_OVERRIDE_SECRET").contains("--config");
  }

  @Test
  void aShortSecretAndAStrangeDurationAreRefusedWithoutTellingTheSecret() {
    Ran ran = Ran.canary(Map.of("CANARY_OVERRIDE_SECRET", "hunter2"), "override", "green");

    assertThat(ran.exitCode()).isEqualTo(2);
    assertThat(ran.err()).contains("at least 16 characters").doesNotContain("hunter2");
    assertThat(Ran.canary(ENVIRONMENT, "override", "green", "--for", "8").err())
        .contains("--for is written 30m, 8h or 2d, not \"8\"");
  }

  private static OverrideReading reading(Ran ran) {
    String override = ran.out().strip().substring("X-Canary-Override: ".length());
    return new OverrideSeal(SECRET).read(override, System.currentTimeMillis() / 1_000);
  }
}
