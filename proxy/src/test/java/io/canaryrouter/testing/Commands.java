package io.canaryrouter.testing;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Real programs in tests: ab, curl, wrk, varnishtest, nginx, openssl. */
public final class Commands {
  /** What a program left behind: its exit code and all that it wrote, errors included. */
  public record Result(List<String> command, int exit, String output) {
    /** The output of a program that succeeded; a failure with the output of one that did not. */
    public String orFail() {
      if (exit != 0) {
        throw new AssertionError(command + " ended with " + exit + ":\n" + output);
      }
      return output;
    }
  }

  private static final List<String> SYSTEM_FOLDERS = List.of("/usr/sbin", "/usr/local/sbin");

  private Commands() {}

  /**
   * The program's path. Where it is missing the test is skipped with a message, except in CI (the
   * environment's {@code CI=true}): there it fails, for a test that never runs proves nothing.
   */
  public static String require(String program) {
    return find(program).orElseGet(() -> missing(program));
  }

  /** The program's path, where it is installed. */
  public static Optional<String> find(String program) {
    return Stream.concat(
            Stream.of(System.getenv("PATH").split(File.pathSeparator, -1)), SYSTEM_FOLDERS.stream())
        .map(folder -> Path.of(folder, program))
        .filter(Files::isExecutable)
        .map(Path::toString)
        .findFirst();
  }

  /**
   * Runs a program to its end.
   *
   * @throws AssertionError when it takes longer than {@code limit}; it is killed then
   */
  public static Result run(Duration limit, String... command) {
    List<String> line =
        Stream.concat(Stream.of(require(command[0])), Stream.of(command).skip(1)).toList();
    try {
      Path output = Files.createTempFile("command", ".out");
      try {
        int exit = run(limit, line, output);
        return new Result(line, exit, Files.readString(output, StandardCharsets.ISO_8859_1));
      } finally {
        Files.delete(output);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int run(Duration limit, List<String> line, Path output) throws IOException {
    Process process =
        new ProcessBuilder(line)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .redirectInput(new File("/dev/null"))
            .start();
    try {
      if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new AssertionError(
            line + " took longer than " + limit + ":\n" + Files.readString(output));
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      throw Patience.interrupted("the end of " + line, e);
    } finally {
      process.destroyForcibly();
    }
  }

  private static String missing(String program) {
    String message = program + " is not installed (.ci/run names its package)";
    return Boolean.parseBoolean(System.getenv("CI")) ? fail(message) : abort(message);
  }
}
