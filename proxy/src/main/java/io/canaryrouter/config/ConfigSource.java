package io.canaryrouter.config;

import java.nio.file.Path;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Where the configuration comes from, so that it can be read again. Immutable; every {@link #get}
 * reads anew, on the caller's thread.
 *
 * @param file the file, or null when the environment is all there is
 * @param environment the environment's variables
 */
public record ConfigSource(@Nullable Path file, Map<String, String> environment)
    implements Supplier<LoadedConfig> {

  public ConfigSource {
    environment = Map.copyOf(environment);
  }

  /** Reads it. */
  @Override
  public LoadedConfig get() {
    ConfigLoader loader = new ConfigLoader(environment);
    return file == null ? loader.loadEnvironment() : loader.load(file);
  }
}
