package io.canaryrouter.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * The options of every verb that changes a running router, and how its change is asked and told.
 */
final class ChangeOptions {
  @Mixin private AdminOptions admin = new AdminOptions();

  @Spec(Spec.Target.MIXEE)
  private @Nullable CommandSpec verb;

  @Option(
      names = "--reason",
      paramLabel = "TEXT",
      description = "Stands in the audit log (default: canary and the verb).")
  private @Nullable String reason;

  AdminClient connect(Shell shell) {
    return admin.connect(shell);
  }

  /** An order with its reason. */
  ObjectNode newOrder() {
    String name = Objects.requireNonNull(verb, "picocli fills it in").name();
    return AdminClient.newOrder().put("reason", reason == null ? "canary " + name : reason);
  }

  /** Tells what was done, with the numbers that the router answered. */
  int tell(Shell shell, String done, JsonNode answer) {
    shell
        .out()
        .printf(
            "%s (revision %s, epoch %s)%n",
            done, Text.of(answer.path("revision")), Text.of(answer.path("epoch")));
    return ExitCode.DONE;
  }

  String wayBack(Shell shell) {
    return admin.wayBack(shell);
  }
}
