package io.canaryrouter.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.canaryrouter.config.Finding.Severity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a file holds, it is a configuration or it has findings; it is never an exception. */
class HostileConfigurationTest {
  private static final String SECRET = "hunter2-hunter2-hunter2";
  private static final String PIECES =
      "{}[]:,-#&*!|>'\"%@`?$ \n\t\u0000\u0085\uFEFFaZ0${CANARY_ADMIN_TOKEN}";

  private final ConfigLoader loader = new ConfigLoader(Map.of("CANARY_ADMIN_TOKEN", SECRET));

  @Test
  void aDamagedFileLoadsOrHasFindings() throws IOException {
    String good = Files.readString(Path.of("../config/every-option.yml"));
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    for (int round = 0; round < 300; round++) {
      String damaged = good;
      for (int damages = random.nextInt(4); damages >= 0; damages--) {
        damaged = damage(damaged, random);
      }
      check(damaged, "seed " + seed + ", round " + round);
    }
  }

  private static String damage(String text, Random random) {
    int from = random.nextInt(text.length());
    int to = Math.min(text.length(), from + random.nextInt(6));
    int piece = random.nextInt(PIECES.length());
    String put = PIECES.substring(piece, Math.min(PIECES.length(), piece + random.nextInt(24)));
    return text.substring(0, from) + put + text.substring(to);
  }

  private void check(String text, String clue) {
    LoadedConfig loaded = loader.load("canary.yml", text);

    assertThat(loaded.config() == null).as(clue).isEqualTo(loaded.has(Severity.ERROR));
    assertThat(String.join("\n", loaded.describe())).as(clue).doesNotContain("hunter2");
    // YAML 1.1 ends lines at more characters than most editors do.
    int lines = text.split("\\R", -1).length;
    assertThat(loaded.findings()).as(clue).allMatch(finding -> finding.line() <= lines);
  }

  @ParameterizedTest
  @ValueSource(strings = {"[", "{", "- ", "? ", "a: {", "&a [", "!!x ", "\"", "|", "%", "- - "})
  void aDeepOrEndlessFileHasFindings(String piece) {
    LoadedConfig loaded = loader.load("canary.yml", piece.repeat(20_000));

    assertThat(loaded.has(Severity.ERROR)).isTrue();
  }
}
