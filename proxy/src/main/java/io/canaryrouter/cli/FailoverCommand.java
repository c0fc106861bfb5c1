package io.canaryrouter.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code canary failover}: everyone to blue, now, until a person says otherwise. */
@Command(
    name = "failover",
    aliases = "rollback",
    mixinStandardHelpOptions = true,
    description = "Sends everyone to blue at once, and stays there until canary failback.")
final class FailoverCommand implements Callable<Integer> {
  private final Shell shell;

  @Mixin private ChangeOptions change = new ChangeOptions();

  /** Of a later version; known here so that it can be refused by name. */
  @Option(names = "--over", hidden = true, arity = "0..1", fallbackValue = "")
  private @Nullable String duration;

  FailoverCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    if (duration != null) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "--over is not in this version, and nothing was done: without it everyone goes to blue at"
              + " once; canary weight lowers green step by step");
    }
    JsonNode answer = change.connect(shell).post("/api/v1/failover", change.newOrder());
    change.tell(shell, "everyone is on blue", answer);
    shell.out().println("to go back to green: " + change.wayBack(shell));
    return ExitCode.DONE;
  }
}
