package io.canaryrouter.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.canaryrouter.split.Stack;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What docs/metrics.md lists is what the page shows. */
class MetricsDocumentTest {
  private static final Path DOCUMENT = Path.of("..", "docs", "metrics.md");
  private static final Pattern ROW =
      Pattern.compile("^\\| `(canary_[a-z_]+)[^`]*` \\| ([a-z]+) \\|", Pattern.MULTILINE);
  private static final Pattern TYPE =
      Pattern.compile("^# TYPE (canary_[a-z_]+) ([a-z]+)$", Pattern.MULTILINE);

  @Test
  void everyMetricStandsInTheDocumentWithItsType() throws Exception {
    try (AdminFixture admin = new AdminFixture(null)) {
      admin.measurements.newRecorder().rescued("connection_refused");
      admin.builds.put(Stack.GREEN, "a1");
      assertThat(metrics(ROW, Files.readString(DOCUMENT)))
          .containsExactlyInAnyOrderElementsOf(metrics(TYPE, admin.get("/metrics").body()));
    }
  }

  /** Names with their types. */
  private static List<String> metrics(Pattern pattern, String text) {
    return pattern
        .matcher(text)
        .results()
        .map((MatchResult metric) -> metric.group(1) + " " + metric.group(2))
        .toList();
  }
}
