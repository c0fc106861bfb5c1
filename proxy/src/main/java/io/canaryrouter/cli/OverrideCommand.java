package io.canaryrouter.cli;

import io.canaryrouter.config.ConfigSource;
import io.canaryrouter.split.OverrideSeal;
import io.canaryrouter.split.Stack;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code canary override green --for 8h}: a request field that chooses the stack until then. */
@Command(
    name = "override",
    mixinStandardHelpOptions = true,
    description = "Makes a signed request field by which a tester chooses the stack.",
    footer = {
      "The secret is split.override.secret of --config, else CANARY_OVERRIDE_SECRET.",
      "curl -H \"$(canary override green --for 8h)\" https://app.example.com/"
    })
final class OverrideCommand implements Callable<Integer> {
  private static final Map<String, TimeUnit> UNITS =
      Map.of("m", TimeUnit.MINUTES, "h", TimeUnit.HOURS, "d", TimeUnit.DAYS);

  private final Shell shell;

  @Parameters(paramLabel = "STACK", description = "blue or green.")
  private Stack stack = Stack.GREEN;

  @Option(
      names = "--for",
      paramLabel = "DURATION",
      description = "How long it holds: 30m, 8h, 2d; by default 1h.")
  private String duration = "1h";

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "The configuration that holds the secret.")
  private @Nullable Path file;

  OverrideCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    long nowSeconds = TimeUnit.MILLISECONDS.toSeconds(System.currentTimeMillis());
    String override = seal().seal(stack, nowSeconds + seconds());
    shell.out().println(OverrideSeal.FIELD + ": " + override);
    shell.out().flush();
    return ExitCode.DONE;
  }

  private long seconds() {
    if (!duration.matches("[1-9][0-9]{0,3}[mhd]")) {
      throw new CommandFailure(
          ExitCode.USAGE, "--for is written 30m, 8h or 2d, not \"" + Text.plain(duration) + "\"");
    }
    int digits = duration.length() - 1;
    return UNITS
        .getOrDefault(duration.substring(digits), TimeUnit.HOURS)
        .toSeconds(Long.parseLong(duration.substring(0, digits)));
  }

  private OverrideSeal seal() {
    OverrideSeal seal = file == null ? ofEnvironment() : ofFile(file);
    if (seal == null) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "there is no secret: set CANARY_OVERRIDE_SECRET to what the router has there, or name its"
              + " --config");
    }
    return seal;
  }

  private @Nullable OverrideSeal ofFile(Path from) {
    return Loading.config(new ConfigSource(from, shell.environment()), shell).split().seal();
  }

  private @Nullable OverrideSeal ofEnvironment() {
    String secret = shell.variable("CANARY_OVERRIDE_SECRET", "");
    try {
      return secret.isEmpty() ? null : new OverrideSeal(secret);
    } catch (IllegalArgumentException e) {
      throw new CommandFailure(ExitCode.USAGE, "CANARY_OVERRIDE_SECRET: " + e.getMessage());
    }
  }
}
