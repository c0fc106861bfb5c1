package io.canaryrouter;

import static org.assertj.core.api.Assertions.assertThat;

import io.canaryrouter.testing.Commands;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The launcher in a checkout, over a Maven that makes two small files and a Java that only speaks.
 */
class LauncherTest {
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final Instant LONG_AGO = Instant.parse("2026-01-01T00:00:00Z");
  private static final String SOURCE = "proxy/src/main/java/Source.java";

  /**
   * Tells each build in the file {@code builds}; stops halfway when there is a file {@code broken}.
   */
  private static final String MAVEN =
      """
      #!/bin/sh
      here=$(dirname "$0")
      for each in "$@"; do case $each in -Dcanary.target=*) target=${each#*=} ;; esac; done
      echo built >>"$here/builds"
      mkdir -p "$target/lib"
      cat "$here/proxy/src/main/java/Source.java" >"$target/canary-router.jar"
      [ ! -e "$here/broken" ] || exit 1
      echo library >"$target/lib/library.jar"
      """;

  /** Answers with the jar that it was given, and with what that holds. */
  private static final String JAVA =
      """
      #!/bin/sh
      while [ "$1" != -jar ]; do shift; done
      echo "$2 $(cat "$2") $(cat "${2%/*}/lib/library.jar") $3"
      """;

  @TempDir Path top;

  @BeforeEach
  void checkOut() throws IOException {
    Files.copy(Path.of("..", "canary"), top.resolve("canary"));
    program("mvnw", MAVEN);
    program("java/bin/java", JAVA);
    for (String source : List.of("pom.xml", "proxy/pom.xml", SOURCE)) {
      write(source, "first");
    }
    for (String copied : configFilesInTheJar()) {
      write("config/" + copied, "first");
    }
  }

  @Test
  void theFirstVerbBuildsWhateverItIs() throws IOException {
    assertThat(canary("status")).contains("first library status");
    assertThat(builds()).isEqualTo(1);
  }

  @Test
  void whatTalksToARouterNeverRebuilds() throws IOException {
    String served = canary("run");
    change(SOURCE, served);

    assertThat(canary("failover").replace("failover", "run")).isEqualTo(served);
    assertThat(builds()).isEqualTo(1);
  }

  @Test
  void whatServesTakesUpAChangeAndLeavesTheRunningRoutersFilesAlone() throws IOException {
    String before = canary("run");
    change(SOURCE, before);
    String after = canary("demo");

    assertThat(after).contains("second library demo");
    assertThat(jarOf(after)).isNotEqualTo(jarOf(before));
    assertThat(jarOf(before)).hasContent("first");
    assertThat(jarOf(before).resolveSibling("lib/library.jar")).hasContent("library");
  }

  @Test
  void nothingIsBuiltTwiceWithoutAChange() throws IOException {
    assertThat(canary("run")).isEqualTo(canary("run"));
    assertThat(builds()).isEqualTo(1);
  }

  @Test
  void aFirstBuildThatBrokeOffIsDoneAgain() throws IOException {
    write("broken", "");
    assertThat(launch("run")).extracting(Commands.Result::exit).isEqualTo(1);
    Files.delete(top.resolve("broken"));

    assertThat(canary("status")).contains("first library status");
    assertThat(builds()).isEqualTo(2);
  }

  @Test
  void aBuildThatFailsStartsNothingAndKeepsNobodyFromFailingOver() throws IOException {
    String served = canary("run");
    change(SOURCE, served);
    write("broken", "");

    Commands.Result failed = launch("run");
    assertThat(failed.exit()).isEqualTo(1);
    assertThat(failed.output()).contains("the build failed");
    assertThat(canary("failover")).contains("first library failover");
  }

  @Test
  void aFileOfTheUsersOwnInConfigIsNoSource() throws IOException {
    String served = canary("run");
    change("config/mine.yml", served);
    canary("run");
    assertThat(builds()).isEqualTo(1);

    change("config/quickstart.yml", served);
    canary("run");
    assertThat(builds()).isEqualTo(2);
  }

  @Test
  void oldBuildsGoUnlessARouterRunsFromThem() throws IOException {
    String used = canary("run");
    Files.createFile(jarOf(used).resolveSibling("used-by." + ProcessHandle.current().pid()));
    String unused = rebuilt(used);
    String last = rebuilt(rebuilt(unused));

    assertThat(jarOf(used)).exists();
    assertThat(jarOf(unused)).doesNotExist();
    assertThat(jarOf(last)).exists();
  }

  @Test
  void theJarHoldsTheFilesOfConfigThatTheLauncherWatches() throws IOException {
    String launcher = Files.readString(Path.of("..", "canary"));
    assertThat(found("config/([a-z.-]+\\.[a-z]+)", launcher))
        .containsExactlyInAnyOrderElementsOf(configFilesInTheJar());
  }

  private String rebuilt(String before) throws IOException {
    change(SOURCE, before);
    return canary("run");
  }

  private static List<String> configFilesInTheJar() throws IOException {
    return found("<include>(.+)</include>", Files.readString(Path.of("pom.xml")));
  }

  private static List<String> found(String pattern, String text) {
    return Pattern.compile(pattern)
        .matcher(text)
        .results()
        .map((MatchResult result) -> result.group(1))
        .distinct()
        .toList();
  }

  /** Writes a file that is newer than the build of a launch, and older than any build to come. */
  private void change(String file, String launch) throws IOException {
    Path began = jarOf(launch).resolveSibling("began");
    write(file, "second");
    Files.setLastModifiedTime(
        top.resolve(file),
        FileTime.from(Files.getLastModifiedTime(began).toInstant().plusNanos(1_000)));
  }

  private void write(String file, String text) throws IOException {
    Path path = top.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
    Files.setLastModifiedTime(path, FileTime.from(LONG_AGO));
  }

  private void program(String file, String text) throws IOException {
    write(file, text);
    Files.setPosixFilePermissions(top.resolve(file), PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private String canary(String verb) {
    String output = launch(verb).orFail();
    return output.substring(output.indexOf(top.toString()));
  }

  private Commands.Result launch(String verb) {
    return Commands.run(LIMIT, "sh", top.resolve("canary").toString(), verb);
  }

  private static Path jarOf(String launch) {
    return Path.of(launch.substring(0, launch.indexOf(' ')));
  }

  private long builds() throws IOException {
    try (Stream<String> lines = Files.lines(top.resolve("builds"))) {
      return lines.count();
    }
  }
}
