package io.canaryrouter.cli;

import io.canaryrouter.config.ConfigSource;
import io.canaryrouter.config.LoadedConfig;
import io.canaryrouter.config.RouterConfig;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Loads a configuration for a verb that needs a good one. */
final class Loading {
  private static final List<String> STACKS = List.of("CANARY_BLUE", "CANARY_GREEN");

  private Loading() {}

  /** What {@code run} reads: the file named on the line, else in CANARY_CONFIG, else no file. */
  static ConfigSource source(@Nullable Path named, Shell shell) {
    String variable = shell.variable("CANARY_CONFIG", "");
    Path file = named != null || variable.isEmpty() ? named : Path.of(variable);
    return new ConfigSource(file, shell.environment());
  }

  /**
   * The configuration; every finding is told.
   *
   * @throws CommandFailure when there is an error among them
   */
  static RouterConfig config(ConfigSource source, Shell shell) {
    LoadedConfig loaded = source.get();
    loaded.describe().forEach(shell.err()::println);
    RouterConfig config = loaded.config();
    if (config != null) {
      return config;
    }
    throw new CommandFailure(ExitCode.USAGE, wayOut(source, shell));
  }

  private static String wayOut(ConfigSource source, Shell shell) {
    if (source.file() != null) {
      return "the configuration is refused; canary check " + source.file() + " shows this again";
    }
    boolean hasStacks = STACKS.stream().noneMatch(name -> shell.variable(name, "").isEmpty());
    return hasStacks
        ? "the environment is refused; canary check shows this again"
        : "name the stacks: --config FILE, or CANARY_BLUE=HOST:PORT CANARY_GREEN=HOST:PORT and, for"
            + " green's share, CANARY_SPLIT=10%";
  }
}
