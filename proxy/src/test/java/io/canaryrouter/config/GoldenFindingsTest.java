package io.canaryrouter.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every file in test resources config/*.yaml, beside the findings that a user reads about it. A
 * first line {@code # environment: A=1 B=2} sets the environment. To see what a change of words
 * does, run with {@code -Dcanary.write=true} and read the difference.
 */
class GoldenFindingsTest {
  private static final Path CASES = Path.of("src/test/resources/config");
  private static final String ENVIRONMENT = "# environment: ";

  static Stream<Path> cases() throws IOException {
    try (Stream<Path> files = Files.list(CASES)) {
      return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void aFileGetsExactlyTheseFindings(Path file) throws IOException {
    String text = Files.readString(file);
    String name = file.getFileName().toString();
    String told =
        new ConfigLoader(environment(text))
            .load(name, text).describe().stream()
                .map(line -> line + "\n")
                .collect(Collectors.joining());

    Path expected = CASES.resolve(name.replace(".yaml", ".findings"));
    if (Boolean.getBoolean("canary.write")) {
      Files.writeString(expected, told);
    }
    assertThat(told).isEqualTo(Files.readString(expected));
  }

  private static Map<String, String> environment(String text) {
    return text.lines()
        .filter(line -> line.startsWith(ENVIRONMENT))
        .flatMap(line -> Arrays.stream(line.substring(ENVIRONMENT.length()).split(" ")))
        .map(pair -> pair.split("=", 2))
        .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
  }
}
