package io.canaryrouter.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.canaryrouter.admin.Explanation;
import io.canaryrouter.admin.Ground;
import io.canaryrouter.admin.Inquiry;
import io.canaryrouter.config.ConfigSource;
import io.canaryrouter.config.RouterConfig;
import io.canaryrouter.http.AddressText;
import io.canaryrouter.identity.UserIdentifier;
import io.canaryrouter.identity.VerificationFigures;
import io.canaryrouter.split.SplitTable;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code canary why KEY}: where a user goes, and why. */
@Command(
    name = "why",
    mixinStandardHelpOptions = true,
    description = "Says where a user goes and why, and from which weight on it would be green.",
    footer = {
      "canary why 42 --path /billing/7 --method POST",
      "canary why --address 203.0.113.9 --config canary.yml"
    })
final class WhyCommand implements Callable<Integer> {
  private final Shell shell;

  @Mixin private AdminOptions admin = new AdminOptions();

  @Parameters(
      paramLabel = "KEY",
      arity = "0..1",
      description = "A user's key as the token's claim has it, or a token.")
  private @Nullable String given;

  @Option(
      names = "--address",
      paramLabel = "ADDRESS",
      description = "The client's address, for a visitor without a usable token.")
  private @Nullable String address;

  @Option(
      names = "--path",
      paramLabel = "PATH",
      description = "The request's path; a route may be pinned to a stack.")
  private @Nullable String path;

  @Option(
      names = "--method",
      paramLabel = "METHOD",
      description = "The request's method, beside --path (default: GET).")
  private @Nullable String method;

  @Option(
      names = "--override",
      paramLabel = "VALUE",
      description = "The request's override, as canary override prints it.")
  private @Nullable String override;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "Answers from a configuration; else a running router is asked.")
  private @Nullable Path file;

  WhyCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    Inquiry inquiry = inquiry();
    JsonNode why = file == null ? ask() : calculate(inquiry, file);
    shell.out().print(WhyPage.of(why, file));
    shell.out().flush();
    return ExitCode.DONE;
  }

  /** What is wrong is told here, before a router hears of it. */
  private Inquiry inquiry() {
    if (given != null
        && !given.isEmpty()
        && given.equals(shell.variable("CANARY_ADMIN_TOKEN", ""))) {
      throw new CommandFailure(
          ExitCode.USAGE, "that is CANARY_ADMIN_TOKEN and no user; name a user's key or a token");
    }
    try {
      return Inquiry.of(
          new Inquiry.Written(given, address, path, method, override), AddressText::shortest);
    } catch (IllegalArgumentException e) {
      throw new CommandFailure(ExitCode.USAGE, String.valueOf(e.getMessage()));
    }
  }

  private JsonNode ask() {
    ObjectNode order = AdminClient.newOrder();
    put(order, "key", given);
    put(order, "address", address);
    put(order, "path", path);
    put(order, "method", method);
    put(order, "override", override);
    return admin.connect(shell).post("/api/v1/explain", order);
  }

  private static void put(ObjectNode order, String name, @Nullable String value) {
    if (value != null) {
      order.put(name, value);
    }
  }

  private JsonNode calculate(Inquiry inquiry, Path from) {
    RouterConfig config = Loading.config(new ConfigSource(from, shell.environment()), shell);
    SplitTable table =
        new SplitTable(
            0, 0, config.split().green(), config.split().salt(), null, config.forcedBlue());
    long now = TimeUnit.MILLISECONDS.toSeconds(System.currentTimeMillis());
    try (UserIdentifier identifier =
        UserIdentifier.start(
            config.identity(), new Random(), new VerificationFigures(), System::nanoTime)) {
      return Explanation.of(inquiry, Ground.ofFile(identifier, config.rules(), table, now));
    }
  }
}
