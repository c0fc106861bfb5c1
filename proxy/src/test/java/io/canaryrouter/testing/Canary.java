package io.canaryrouter.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The launcher, laid out as in the image: {@code canary}, the jar beside it, the Java of the test.
 *
 * <p>What it starts knows nothing of the test's own {@code CANARY_*} and {@code PORT}, and looks
 * for leaked buffers at each allocation.
 */
public final class Canary implements AutoCloseable {
  private static final Path BUILT = Path.of("target").toAbsolutePath();
  private static final String JVM = "-Xmx192m -Dio.netty.leakDetection.level=paranoid";

  private final Path folder;
  private final Map<String, String> environment = new LinkedHashMap<>();

  private Canary() {
    try {
      folder = Files.createTempDirectory("canary");
      Files.copy(Path.of("..", "canary"), folder.resolve("canary"));
      for (String part : List.of("canary-router.jar", "lib")) {
        link(part);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    environment.put("JAVA_HOME", System.getProperty("java.home"));
    environment.put("CANARY_JAVA_OPTS", JVM);
  }

  /** The launcher of what has been built. */
  public static Canary launcher() {
    return new Canary();
  }

  /** Sets a variable of the environment of whatever is started from now on. */
  public Canary with(String name, String value) {
    environment.put(name, value);
    return this;
  }

  /** Runs a verb that ends by itself. */
  public Commands.Result run(String... arguments) {
    LaunchedRouter running = start(arguments);
    int exit = running.awaitExit();
    return new Commands.Result(List.of(arguments), exit, String.join("\n", running.output()));
  }

  /** Runs the router with a configuration, and returns when it serves. */
  public LaunchedRouter serve(Setup setup) {
    return serve("run", "--config", setup.file().toString());
  }

  /** Runs a verb that serves, and returns when it does. */
  public LaunchedRouter serve(String... arguments) {
    LaunchedRouter router = start(arguments);
    router.awaitServing();
    return router;
  }

  @Override
  public void close() {
    try (Stream<Path> files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(java.io.File::delete);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private LaunchedRouter start(String... arguments) {
    List<String> command = new ArrayList<>(List.of(folder.resolve("canary").toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().keySet().removeIf(name -> name.matches("CANARY_.*|PORT|RENDER.*"));
    builder.environment().putAll(environment);
    try {
      return new LaunchedRouter(builder.start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void link(String part) throws IOException {
    Path built = BUILT.resolve(part);
    if (!Files.exists(built)) {
      throw new AssertionError(built + " is missing; ./mvnw package makes it");
    }
    Files.createSymbolicLink(folder.resolve(part), built);
  }
}
