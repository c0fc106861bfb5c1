package io.canaryrouter.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The answer of {@code canary why}: what, then why, then every rule in order. Stateless. */
final class WhyPage {
  private WhyPage() {}

  /**
   * The page.
   *
   * @param why what {@code POST /api/v1/explain} answers
   * @param file the configuration that was asked, or null for a running router
   */
  static String of(JsonNode why, @Nullable Path file) {
    return Text.of(why.path("answer"))
        + "\n\n"
        + Columns.align(facts(why))
        + "\n"
        + Columns.align(rules(why.path("rules")))
        + "\n"
        + origin(why, file)
        + "\n";
  }

  private static List<List<String>> facts(JsonNode why) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("key", Text.of(why.path("key"))));
    rows.add(List.of("source", Text.of(why.path("source"))));
    if (why.has("verification")) {
      JsonNode verification = why.path("verification");
      rows.add(
          List.of(
              "signature",
              Text.of(verification.path("result"))
                  + ": "
                  + Text.of(verification.path("sentence"))));
    }
    if (why.has("hash")) {
      rows.add(List.of("hash", Text.of(why.path("hash"))));
      rows.add(List.of("bucket", Text.of(why.path("bucket"))));
      rows.add(List.of("rank", Text.of(why.path("rank"))));
    }
    rows.add(
        List.of(
            "weight", Text.of(why.path("weight")) + ", in force " + Text.of(why.path("actual"))));
    rows.add(List.of("green from", Text.of(why.path("green_from_means"))));
    rows.add(List.of("judged", why.path("judged").asBoolean() ? "yes" : "no"));
    return rows;
  }

  /** The rule that decides has a mark; a weaker one that applies says where it would lead. */
  private static List<List<String>> rules(JsonNode rules) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of(" ", "RULE", "STACK", "BECAUSE"));
    for (JsonNode rule : rules) {
      rows.add(
          List.of(
              rule.path("decides").asBoolean() ? ">" : " ",
              Text.of(rule.path("title")),
              Text.of(rule.path("stack")),
              Text.of(rule.path("says"))));
    }
    return rows;
  }

  private static String origin(JsonNode why, @Nullable Path file) {
    return file == null
        ? "From the running router, at revision "
            + Text.of(why.path("revision"))
            + ", epoch "
            + Text.of(why.path("epoch"))
            + "."
        : "From " + file + ". A running router may have another weight, or hold everyone on blue.";
  }
}
