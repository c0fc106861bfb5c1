package io.canaryrouter.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code canary status}: what a running router does. */
@Command(
    name = "status",
    mixinStandardHelpOptions = true,
    description = "Shows the split, the stacks and the verdict of a running router.")
final class StatusCommand implements Callable<Integer> {
  /** Cursor home, then clear to the end: redraws without the flicker of clearing first. */
  private static final String REDRAW = "\u001b[H\u001b[J";

  private final Shell shell;

  @Mixin private AdminOptions admin = new AdminOptions();

  @Option(names = "--watch", description = "Draws it anew each second, until Ctrl-C.")
  private boolean isWatching;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORM",
      description = "table (default) or json.")
  private Form form = Form.TABLE;

  /** How the state is shown. */
  enum Form {
    TABLE,
    JSON
  }

  StatusCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    AdminClient client = admin.connect(shell);
    do {
      String page = page(client.get("/api/v1/state"));
      shell.out().print(isWatching && shell.isAnsi() ? REDRAW + page : page);
      shell.out().flush();
    } while (isWatching && shell.nextSecond().getAsBoolean());
    return ExitCode.DONE;
  }

  private String page(JsonNode state) {
    return form == Form.JSON
        ? state.toPrettyString() + "\n"
        : new StatusPage(state, admin.wayBack(shell)).text();
  }
}
