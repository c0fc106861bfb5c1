package io.canaryrouter.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code canary history}: who changed what, when and why. */
@Command(
    name = "history",
    mixinStandardHelpOptions = true,
    description = "Shows the audit log of a running router, the latest change last.")
final class HistoryCommand implements Callable<Integer> {
  private final Shell shell;

  @Mixin private AdminOptions admin = new AdminOptions();

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "The latest N changes (default: 20).",
      defaultValue = "20")
  private int limit;

  HistoryCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    if (limit < 1) {
      throw new CommandFailure(ExitCode.USAGE, "--limit is a whole number from 1 on");
    }
    JsonNode page = admin.connect(shell).get("/api/v1/audit?limit=" + limit);
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("WHEN", "BY", "CHANGE", "REVISION", "TO", "REASON"));
    for (JsonNode entry : page.path("entries")) {
      rows.add(
          List.of(
              Text.of(entry.path("at")),
              Text.of(entry.path("by")),
              Text.of(entry.path("action")),
              Text.of(entry.path("revision")),
              Text.of(entry.path("detail")),
              reason(entry)));
    }
    shell.out().print(Columns.align(rows));
    shell.out().flush();
    return ExitCode.DONE;
  }

  /** What the guard did, it did on evidence. */
  private static String reason(JsonNode entry) {
    String reason = Text.of(entry.path("reason"));
    String evidence = Text.evidence(entry.path("evidence"));
    return evidence.equals(Text.NOTHING) ? reason : reason + " (evidence " + evidence + ")";
  }
}
