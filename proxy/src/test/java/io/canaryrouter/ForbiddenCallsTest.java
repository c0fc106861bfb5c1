package io.canaryrouter;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Reads the sources for what the house has agreed not to write. */
class ForbiddenCallsTest {
  private static final Path MAIN = Path.of("src", "main", "java");
  private static final Path TEST = Path.of("src", "test", "java");

  /** Where a person sits in front, or time comes from. */
  private static final String EDGES = "io/canaryrouter/(cli/|demo/).*";

  @Test
  void onlyTheCommandLineWritesToTheConsole() throws IOException {
    assertThat(lines(MAIN, "System\\.(out|err)\\b", EDGES)).isEmpty();
  }

  @Test
  void noErrorIsThrownAwayOnTheConsole() throws IOException {
    assertThat(lines(MAIN, "printStackTrace\\(\\)", "none")).isEmpty();
  }

  @Test
  void timeIsHandedInAndNeverFetched() throws IOException {
    assertThat(
            lines(
                MAIN,
                "System(\\.|::)(nanoTime|currentTimeMillis)|Instant(\\.|::)now|Clock\\.system",
                "io/canaryrouter/Router\\.java|" + EDGES))
        .isEmpty();
  }

  @Test
  void nobodySleepsButAScreenThatIsDrawnAnew() throws IOException {
    String sleep = "Thread\\.sleep|TimeUnit\\.[A-Z]+\\.sleep|LockSupport\\.parkNanos";
    assertThat(lines(MAIN, sleep, EDGES)).isEmpty();
    assertThat(lines(TEST, sleep, "none")).isEmpty();
  }

  @Test
  void nothingIsLeftForLater() throws IOException {
    String unfinished = "\\b(TO[D]O|FIX[M]E|XX[X])\\b";
    assertThat(lines(MAIN, unfinished, "none")).isEmpty();
    assertThat(lines(TEST, unfinished, "none")).isEmpty();
  }

  @Test
  void noTestIsSwitchedOff() throws IOException {
    assertThat(lines(TEST, "[@]Disabled", "none")).isEmpty();
  }

  @Test
  void noNameSaysNothing() throws IOException {
    assertThat(files(MAIN))
        .extracting(file -> file.getFileName().toString())
        .noneMatch(name -> name.matches("(Abstract.*|.*(Impl|Manager|Utils?|Helper))\\.java"));
  }

  /** Every line that holds the pattern, as {@code file:number: line}. */
  private static List<String> lines(Path sources, String pattern, String exempt)
      throws IOException {
    Pattern forbidden = Pattern.compile(pattern);
    List<String> found = new ArrayList<>();
    for (Path file : files(sources)) {
      String name = sources.relativize(file).toString().replace('\\', '/');
      if (name.matches(exempt)) {
        continue;
      }
      List<String> lines = Files.readAllLines(file);
      for (int i = 0; i < lines.size(); i++) {
        if (forbidden.matcher(lines.get(i)).find()) {
          found.add(name + ":" + (i + 1) + ": " + lines.get(i).strip());
        }
      }
    }
    return found;
  }

  private static List<Path> files(Path sources) throws IOException {
    try (Stream<Path> tree = Files.walk(sources)) {
      List<Path> files = tree.filter(file -> file.toString().endsWith(".java")).toList();
      assertThat(files).as("sources in %s", sources.toAbsolutePath()).isNotEmpty();
      return files;
    }
  }
}
