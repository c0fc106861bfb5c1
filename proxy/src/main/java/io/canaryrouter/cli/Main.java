package io.canaryrouter.cli;

import io.canaryrouter.RouterProcess;
import io.canaryrouter.demo.DemoCommand;
import io.canaryrouter.split.Weight;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;

/** The launcher's entrance: one class a verb stands behind it. */
@Command(
    name = "canary",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = "Moves real users from one version of an application to the next.",
    synopsisSubcommandLabel = "VERB",
    commandListHeading = "%nVerbs:%n",
    footer = {
      "",
      "First steps:",
      "  canary check config/quickstart.yml",
      "  CANARY_BLUE=blue:3000 CANARY_GREEN=green:3000 CANARY_SPLIT=10%% canary run",
      "  canary status --watch",
      "canary VERB --help says more."
    })
public final class Main implements Runnable {
  /** What other versions know: refused by name, so that nobody looks for a misspelling. */
  private static final Set<String> LATER =
      Set.of("start", "promote", "pause", "resume", "approve", "abort", "simulate");

  private final Shell shell;
  private final CommandLine commands;

  private Main(Shell shell, Launch launch) {
    this.shell = shell;
    this.commands =
        new CommandLine(this)
            .addSubcommand(new RunCommand(shell, launch))
            .addSubcommand(new CheckCommand(shell))
            .addSubcommand(new StatusCommand(shell))
            .addSubcommand(new WeightCommand(shell))
            .addSubcommand(new FailoverCommand(shell))
            .addSubcommand(new FailbackCommand(shell))
            .addSubcommand(new HistoryCommand(shell))
            .addSubcommand(new PreflightCommand(shell))
            .addSubcommand(new WhyCommand(shell))
            .addSubcommand(new OverrideCommand(shell))
            .addSubcommand(new HealthCommand(shell))
            .addSubcommand(new DemoCommand(new DemoRouter(), shell.command()))
            .addSubcommand(new CommandLine.HelpCommand())
            .registerConverter(Weight.class, Main::weight)
            .setCaseInsensitiveEnumValuesAllowed(true)
            // A user's key may begin with an at sign and is no file of arguments.
            .setExpandAtFiles(false)
            .setOut(shell.out())
            .setErr(shell.err())
            .setColorScheme(Help.defaultColorScheme(shell.isAnsi() ? Ansi.ON : Ansi.OFF))
            .setParameterExceptionHandler((e, args) -> usage(e))
            .setExecutionExceptionHandler((e, command, parsed) -> failure(e));
  }

  /** Runs one verb and ends the process with its exit code. */
  public static void main(String[] args) {
    Shell shell =
        new Shell(
            System.getProperty("canary.command", "canary"),
            System.getenv(),
            new PrintWriter(System.out, true, StandardCharsets.UTF_8),
            new PrintWriter(System.err, true, StandardCharsets.UTF_8),
            Ansi.AUTO.enabled(),
            Main::nextSecond);
    System.exit(run(shell, RouterProcess::run, args));
  }

  /** Runs one verb. */
  static int run(Shell shell, Launch launch, String... args) {
    // A health check runs every few seconds: it must not pay for reading annotations first.
    if (args.length == 1 && args[0].equals("health")) {
      return new HealthCommand(shell).call();
    }
    if (args.length > 0 && LATER.contains(args[0])) {
      shell.err().println("canary: " + args[0] + " is not in this version");
      return ExitCode.USAGE;
    }
    return new Main(shell, launch).commands.execute(args);
  }

  /** Without a verb there is nothing to do but to tell the verbs. */
  @Override
  public void run() {
    throw new ParameterException(commands, "name a verb");
  }

  private int usage(ParameterException e) {
    CommandLine command = e.getCommandLine();
    shell.err().println("canary: " + Text.withoutTokens(String.valueOf(e.getMessage())));
    if (!CommandLine.UnmatchedArgumentException.printSuggestions(e, shell.err())) {
      command.usage(shell.err(), command.getColorScheme());
    }
    return ExitCode.USAGE;
  }

  private int failure(Exception e) {
    if (e instanceof CommandFailure failure) {
      shell.err().println("canary: " + failure.getMessage());
      return failure.exitCode();
    }
    if (e instanceof RuntimeException) {
      // A fault of the program: whoever reports it needs all of it.
      e.printStackTrace(shell.err());
    } else {
      shell.err().println("canary: " + e.getMessage());
    }
    return ExitCode.REFUSED;
  }

  private static Weight weight(String text) {
    try {
      return Weight.parse(text);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(e.getMessage());
    }
  }

  private static boolean nextSecond() {
    try {
      TimeUnit.SECONDS.sleep(1);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
