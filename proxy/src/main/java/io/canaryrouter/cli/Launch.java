package io.canaryrouter.cli;

import io.canaryrouter.config.ConfigSource;
import io.canaryrouter.config.RouterConfig;

/** Runs a router until it is told to stop. */
@FunctionalInterface
interface Launch {
  /**
   * Returns when the router has ended.
   *
   * @param config what to begin with
   * @param source where to read it again at a reload
   * @return the exit code
   * @throws Exception with a sentence for the user when it cannot start, a port in use for one
   */
  int run(RouterConfig config, ConfigSource source) throws Exception;
}
