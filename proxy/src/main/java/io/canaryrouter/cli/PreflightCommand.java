package io.canaryrouter.cli;

import io.canaryrouter.cli.Preflight.Note;
import io.canaryrouter.config.RouterConfig;
import io.canaryrouter.http.StackSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code canary preflight}: whether green answers as blue does, before any user asks it. */
@Command(
    name = "preflight",
    mixinStandardHelpOptions = true,
    description = "Asks both stacks the same, without a router, and tells where they differ.",
    footer = "Ends with 0 when they answer the same, with 1 when not, with 4 when neither answers.")
final class PreflightCommand implements Callable<Integer> {
  private static final String ABSENT = "-";

  private final Shell shell;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "The configuration that names the stacks (default: what run would take).")
  private @Nullable Path file;

  @Option(
      names = "--token",
      paramLabel = "TOKEN",
      description =
          "A user's token. Everybody on this machine sees a command line: prefer"
              + " CANARY_PREFLIGHT_TOKEN.")
  private @Nullable String token;

  @Option(
      names = "--get",
      paramLabel = "PATH",
      description = "What to ask for, also several times (default: the health paths, or /).")
  private List<String> paths = new ArrayList<>();

  @Option(
      names = "--host",
      paramLabel = "NAME",
      description =
          "The host that your users call (default: the health check's, else the stack's).")
  private @Nullable String host;

  PreflightCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    RouterConfig config = Loading.config(Loading.source(file, shell), shell);
    requireSendable();
    List<String> asked = paths.isEmpty() ? healthPaths(config) : paths;
    Credential credential = credential(config);
    List<Note> blue = ask("blue", config.blue(), asked, credential);
    List<Note> green = ask("green", config.green(), asked, credential);
    if (blue.isEmpty() && green.isEmpty()) {
      return ExitCode.UNREACHABLE;
    }
    if (blue.isEmpty() || green.isEmpty()) {
      return ExitCode.REFUSED;
    }
    return compare(blue, green);
  }

  private void requireSendable() {
    if (paths.stream().anyMatch(path -> !path.matches("/[!-~]*"))) {
      throw new CommandFailure(ExitCode.USAGE, "--get takes a path, for example /api/v1/me");
    }
    if (host != null && !host.matches("[A-Za-z0-9._:\\[\\]-]+")) {
      throw new CommandFailure(ExitCode.USAGE, "--host takes a name, for example app.example.com");
    }
    if (!secret().matches("[!-~]*")) {
      throw new CommandFailure(
          ExitCode.USAGE, "a token has only visible ASCII characters and no space");
    }
  }

  private String secret() {
    return token == null ? shell.variable("CANARY_PREFLIGHT_TOKEN", "") : token;
  }

  private @Nullable Credential credential(RouterConfig config) {
    return secret().isEmpty() ? null : new Credential(config.identity().from().get(0), secret());
  }

  private static List<String> healthPaths(RouterConfig config) {
    List<String> healthy = new ArrayList<>();
    for (StackSettings stack : List.of(config.blue(), config.green())) {
      String path = stack.health().path();
      if (path != null && !healthy.contains(path)) {
        healthy.add(path);
      }
    }
    return healthy.isEmpty() ? List.of("/") : healthy;
  }

  /** Nothing when the stack cannot be asked, which has been said then. */
  private List<Note> ask(
      String name, StackSettings stack, List<String> asked, @Nullable Credential credential) {
    String named = Objects.requireNonNullElse(host, stack.address().authority());
    String probed = stack.health().host();
    try (Preflight preflight =
        new Preflight(stack, host == null && probed != null ? probed : named)) {
      return preflight.ask(asked, credential);
    } catch (IOException e) {
      shell
          .err()
          .println(
              "canary: "
                  + name
                  + ", "
                  + stack.address()
                  + ": "
                  + Text.plain(String.valueOf(e.getMessage())));
      return List.of();
    }
  }

  private int compare(List<Note> blue, List<Note> green) {
    Map<String, Note> blues = byName(blue);
    Map<String, Note> greens = byName(green);
    List<List<String>> rows = new ArrayList<>();
    List<String> hints = new ArrayList<>();
    List<String> remarks = new ArrayList<>();
    rows.add(List.of("CHECK", "BLUE", "GREEN", ""));
    for (String what : union(blues, greens)) {
      Note one = blues.getOrDefault(what, absent(what, greens));
      Note other = greens.getOrDefault(what, absent(what, blues));
      boolean isDifferent = one.differsFrom(other);
      rows.add(List.of(what, one.seen(), other.seen(), isDifferent ? "differs" : ""));
      if (isDifferent) {
        hints.add(what + ": " + one.hint());
      } else if (!one.remark().isEmpty() && one.remark().equals(other.remark())) {
        remarks.add(what + ": " + one.remark());
      }
    }
    shell.out().print(Columns.align(rows));
    hints.forEach(shell.out()::println);
    remarks.forEach(shell.out()::println);
    shell.out().println(hints.isEmpty() ? "both answer the same" : differences(hints.size()));
    return hints.isEmpty() ? ExitCode.DONE : ExitCode.REFUSED;
  }

  private static String differences(int count) {
    return count == 1 ? "1 difference" : count + " differences";
  }

  private static Map<String, Note> byName(List<Note> notes) {
    Map<String, Note> byName = new LinkedHashMap<>();
    notes.forEach(note -> byName.put(note.what(), note));
    return byName;
  }

  private static List<String> union(Map<String, Note> one, Map<String, Note> other) {
    Map<String, Note> all = new LinkedHashMap<>(one);
    other.forEach(all::putIfAbsent);
    return List.copyOf(all.keySet());
  }

  /** What only the other stack has said. */
  private static Note absent(String what, Map<String, Note> other) {
    Note known = other.get(what);
    return new Note(what, ABSENT, known == null ? "" : known.hint(), "");
  }
}
