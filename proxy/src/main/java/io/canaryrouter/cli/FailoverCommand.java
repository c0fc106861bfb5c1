package io.canaryrouter.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.concurrent.Callable;
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

  @Mixin private AdminOptions admin = new AdminOptions();

  @Option(
      names = "--reason",
      paramLabel = "TEXT",
      description = "Stands in the audit log (default: ${DEFAULT-VALUE}).")
  private String reason = "canary failover";

  FailoverCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    JsonNode answer =
        admin.connect(shell).post("/api/v1/failover", AdminClient.newOrder().put("reason", reason));
    shell
        .out()
        .println(
            "everyone is on blue "
                + Applied.describe(answer)
                + "; to go back to green: canary failback --green WEIGHT");
    return ExitCode.DONE;
  }
}
