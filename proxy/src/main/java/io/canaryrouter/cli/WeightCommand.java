package io.canaryrouter.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.canaryrouter.split.Weight;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code canary weight 5%}: sets green's share of the users. */
@Command(
    name = "weight",
    mixinStandardHelpOptions = true,
    description = "Sets green's share of the users of a running router.")
final class WeightCommand implements Callable<Integer> {
  private final Shell shell;

  @Mixin private AdminOptions admin = new AdminOptions();

  @Parameters(
      paramLabel = "WEIGHT",
      description = "For example 5%% or 0.25%%; 0%% latches nothing.")
  private Weight weight = Weight.NONE;

  @Option(
      names = "--reason",
      paramLabel = "TEXT",
      description = "Stands in the audit log (default: ${DEFAULT-VALUE}).")
  private String reason = "canary weight";

  WeightCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    ObjectNode order = AdminClient.newOrder().put("green", weight.toString()).put("reason", reason);
    JsonNode answer = admin.connect(shell).put("/api/v1/split", order);
    shell.out().println("green takes " + weight + " of the users " + Applied.describe(answer));
    return ExitCode.DONE;
  }
}
