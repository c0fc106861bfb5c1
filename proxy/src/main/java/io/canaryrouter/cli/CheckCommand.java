package io.canaryrouter.cli;

import io.canaryrouter.config.Finding.Severity;
import io.canaryrouter.config.LoadedConfig;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code canary check F}: everything there is to say about a configuration. */
@Command(
    name = "check",
    mixinStandardHelpOptions = true,
    description = "Validates a configuration and tells everything that is wrong or seldom meant.",
    footer =
        "Ends with 0, with 1 when there are warnings and --strict, with 2 when there are errors.")
final class CheckCommand implements Callable<Integer> {
  private final Shell shell;

  @Parameters(
      arity = "0..1",
      paramLabel = "FILE",
      description = "The configuration; without one, what run would take.")
  private @Nullable Path file;

  @Option(names = "--strict", description = "Warnings are errors.")
  private boolean isStrict;

  @Option(names = "--explain", description = "Prints everything in force, defaults included.")
  private boolean isExplaining;

  CheckCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    LoadedConfig loaded = Loading.source(file, shell).get();
    loaded.describe().forEach(shell.err()::println);
    if (isExplaining) {
      shell.out().print(loaded.explanation());
    } else {
      shell.out().println(loaded.source() + ": " + verdict(loaded));
    }
    shell.out().flush();
    if (loaded.has(Severity.ERROR)) {
      return ExitCode.USAGE;
    }
    return isStrict && loaded.has(Severity.WARNING) ? ExitCode.REFUSED : ExitCode.DONE;
  }

  private static String verdict(LoadedConfig loaded) {
    long errors = count(loaded, Severity.ERROR);
    long warnings = count(loaded, Severity.WARNING);
    if (errors + warnings == 0) {
      return "good";
    }
    return plural(errors, "error") + ", " + plural(warnings, "warning");
  }

  private static long count(LoadedConfig loaded, Severity severity) {
    return loaded.findings().stream().filter(finding -> finding.severity() == severity).count();
  }

  private static String plural(long count, String noun) {
    return count + " " + noun + (count == 1 ? "" : "s");
  }
}
