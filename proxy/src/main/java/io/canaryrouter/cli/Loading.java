package io.canaryrouter.cli;

import io.canaryrouter.config.ConfigSource;
import io.canaryrouter.config.LoadedConfig;
import io.canaryrouter.config.RouterConfig;

/** Loads a configuration for a verb that needs a good one. */
final class Loading {
  private Loading() {}

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
    throw new CommandFailure(
        ExitCode.USAGE,
        source.file() == null
            ? "name the stacks: --config FILE, or CANARY_BLUE=HOST:PORT CANARY_GREEN=HOST:PORT and,"
                + " for green's share, CANARY_SPLIT=10%"
            : "the configuration is refused; canary check " + source.file() + " shows this again");
  }
}
