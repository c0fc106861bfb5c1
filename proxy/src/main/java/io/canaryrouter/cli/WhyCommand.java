package io.canaryrouter.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.canaryrouter.config.ConfigSource;
import io.canaryrouter.config.RouterConfig;
import io.canaryrouter.identity.IdentitySettings;
import io.canaryrouter.identity.TokenReading;
import io.canaryrouter.identity.UserIdentifier;
import io.canaryrouter.identity.VerificationFigures;
import io.canaryrouter.split.Assignment;
import io.canaryrouter.split.Bucket;
import io.canaryrouter.split.SplitTable;
import io.canaryrouter.split.Weight;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code canary why KEY}: where a user goes, and why. */
@Command(
    name = "why",
    mixinStandardHelpOptions = true,
    description = "Says where a user goes and why, and from which weight on it would be green.")
final class WhyCommand implements Callable<Integer> {
  private final Shell shell;

  @Mixin private AdminOptions admin = new AdminOptions();

  @Parameters(
      paramLabel = "KEY",
      description = "A user's key as the token's claim has it, or a token.")
  private String given = "";

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
    JsonNode why = file == null ? ask() : calculate(file);
    String weight = Text.of(why.path("weight"));
    String actual = Text.of(why.path("actual"));
    List<List<String>> rows =
        new ArrayList<>(
            List.of(
                List.of("key", Text.of(why.path("key"))),
                List.of("source", Text.of(why.path("source"))),
                List.of("hash", Text.of(why.path("hash"))),
                List.of("bucket", Text.of(why.path("bucket"))),
                List.of("rank", Text.of(why.path("rank"))),
                List.of("weight", weight + ", actual " + actual),
                List.of("stack", stack(why)),
                List.of("green from", Text.of(why.path("green_from")) + " on")));
    if (why.has("verification")) {
      rows.add(2, List.of("signature", signature(why.path("verification"))));
    }
    shell.out().print(Columns.align(rows));
    shell.out().flush();
    return ExitCode.DONE;
  }

  private static String stack(JsonNode why) {
    return Text.of(why.path("stack")) + ", by " + Text.of(why.path("reason"));
  }

  private static String signature(JsonNode verification) {
    return Text.of(verification.path("result")) + ": " + Text.of(verification.path("sentence"));
  }

  private JsonNode ask() {
    return admin.connect(shell).post("/api/v1/explain", AdminClient.newOrder().put("key", given));
  }

  private JsonNode calculate(Path from) {
    RouterConfig config = Loading.config(new ConfigSource(from, shell.environment()), shell);
    TokenReading reading = read(config.identity());
    String claim = reading.claim();
    String key = claim == null ? given : claim;
    SplitTable table =
        new SplitTable(
            0, 0, config.split().green(), config.split().salt(), null, config.forcedBlue());
    long hash = Bucket.hash(table.salt(), key);
    int rank = Bucket.rank(Bucket.of(hash));
    Assignment assignment = table.assign(config.rules().ofUser(key));
    ObjectNode why =
        AdminClient.newOrder()
            .put("key", key)
            .put("source", claim == null ? "key" : "token")
            .put("hash", String.format("%016x", hash))
            .put("bucket", Bucket.of(hash))
            .put("rank", rank)
            .put("weight", table.green().toString())
            .put("actual", table.effective().toString())
            .put("stack", assignment.stack().label())
            .put("reason", assignment.reason().label())
            .put("green_from", new Weight(rank + 1).toString());
    if (claim != null) {
      why.putObject("verification")
          .put("result", reading.verification().label())
          .put("sentence", reading.sentence(config.identity()));
    }
    return why;
  }

  private TokenReading read(IdentitySettings settings) {
    try (UserIdentifier identifier =
        UserIdentifier.start(settings, new Random(), new VerificationFigures(), System::nanoTime)) {
      return identifier.explain(given);
    }
  }
}
