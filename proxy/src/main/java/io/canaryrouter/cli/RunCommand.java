package io.canaryrouter.cli;

import io.canaryrouter.config.ConfigSource;
import io.canaryrouter.config.RouterConfig;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code canary run}: the router. */
@Command(
    name = "run",
    mixinStandardHelpOptions = true,
    description = "Runs the router; without a file, CANARY_BLUE, CANARY_GREEN and CANARY_SPLIT do.")
final class RunCommand implements Callable<Integer> {
  private final Shell shell;
  private final Launch launch;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "The configuration, in YAML (default: CANARY_CONFIG).")
  private @Nullable Path file;

  RunCommand(Shell shell, Launch launch) {
    this.shell = shell;
    this.launch = launch;
  }

  @Override
  public Integer call() throws Exception {
    ConfigSource source = Loading.source(file, shell);
    RouterConfig config = Loading.config(source, shell);
    return launch.run(config, source);
  }
}
