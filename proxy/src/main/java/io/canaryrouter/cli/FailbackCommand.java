package io.canaryrouter.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.canaryrouter.split.Weight;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code canary failback --green 1%}: releases the latch. */
@Command(
    name = "failback",
    mixinStandardHelpOptions = true,
    description = "Ends a failover: green takes exactly the weight named here.")
final class FailbackCommand implements Callable<Integer> {
  private final Shell shell;

  @Mixin private AdminOptions admin = new AdminOptions();

  @Option(
      names = "--green",
      required = true,
      paramLabel = "WEIGHT",
      description = "Green's share of the users from now on, for example 1%%.")
  private Weight weight = Weight.NONE;

  @Option(
      names = "--reason",
      paramLabel = "TEXT",
      description = "Stands in the audit log (default: ${DEFAULT-VALUE}).")
  private String reason = "canary failback";

  @Option(names = "--force", description = "Also within ten minutes after the failover.")
  private boolean isForced;

  FailbackCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    ObjectNode order =
        AdminClient.newOrder()
            .put("green", weight.toString())
            .put("reason", reason)
            .put("force", isForced);
    JsonNode answer = admin.connect(shell).post("/api/v1/failback", order);
    shell.out().println("green takes " + weight + " of the users " + Applied.describe(answer));
    return ExitCode.DONE;
  }
}
