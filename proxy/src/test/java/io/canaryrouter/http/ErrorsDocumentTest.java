package io.canaryrouter.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What docs/errors.md tells of each failure is what the router does. */
class ErrorsDocumentTest {
  private static final Path DOCUMENT = Path.of("..", "docs", "errors.md");

  /** The first four cells of a row: word, status, error of Proxy-Status, outcome. */
  private static final Pattern ROW =
      Pattern.compile(
          "^\\| `([a-z_]+)` \\| ([0-9]{3}) \\| `([a-z_]+)` \\| `([a-z_]+)` \\|", Pattern.MULTILINE);

  /** One row. */
  private record Row(String word, int status, String proxyStatus, String outcome) {
    static Row of(Failure failure) {
      return new Row(
          failure.label(), failure.status(), failure.proxyStatus(), failure.outcome().label());
    }

    static Row of(MatchResult row) {
      return new Row(row.group(1), Integer.parseInt(row.group(2)), row.group(3), row.group(4));
    }
  }

  @Test
  void everyFailureStandsInTheDocumentOnceAndAsItIs() throws IOException {
    List<Row> told = ROW.matcher(Files.readString(DOCUMENT)).results().map(Row::of).toList();
    assertThat(told)
        .containsExactlyInAnyOrderElementsOf(Arrays.stream(Failure.values()).map(Row::of).toList());
  }
}
