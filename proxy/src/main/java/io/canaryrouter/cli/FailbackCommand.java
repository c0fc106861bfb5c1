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

  @Mixin private ChangeOptions change = new ChangeOptions();

  @Option(
      names = "--green",
      required = true,
      paramLabel = "WEIGHT",
      description = "Green's share of the users from now on, for example 1%%.")
  private Weight weight = Weight.NONE;

  @Option(names = "--force", description = "Also within ten minutes after the failover.")
  private boolean isForced;

  FailbackCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    ObjectNode order = change.newOrder().put("green", weight.toString()).put("force", isForced);
    JsonNode answer = change.connect(shell).post("/api/v1/failback", order);
    return change.tell(shell, "green takes " + weight + " of the users", answer);
  }
}
