package io.canaryrouter.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.canaryrouter.split.Weight;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code canary weight 5%}: sets green's share of the users. */
@Command(
    name = "weight",
    mixinStandardHelpOptions = true,
    description = "Sets green's share of the users of a running router.")
final class WeightCommand implements Callable<Integer> {
  private final Shell shell;

  @Mixin private ChangeOptions change = new ChangeOptions();

  @Parameters(
      paramLabel = "WEIGHT",
      description = "For example 5%% or 0.25%%; 0%% latches nothing.")
  private Weight weight = Weight.NONE;

  WeightCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    ObjectNode order = change.newOrder().put("green", weight.toString());
    JsonNode answer = change.connect(shell).put("/api/v1/split", order);
    return change.tell(shell, "green takes " + weight + " of the users", answer);
  }
}
