package io.canaryrouter.demo;

import io.canaryrouter.demo.RouterState.StackState;
import java.util.Locale;

/** One second of the demo in one line: what the router reports, and what its users saw. */
final class StatusLine {
  private static final String COLUMNS = "%6s  %6s  %-17s  %-17s  %-13s  %-20s  %s";

  /** The names of the columns. */
  static final String HEADING =
      COLUMNS.formatted(
          "time", "weight", "blue", "green", "p95 b / g, ms", "users saw", "verdict on green");

  private StatusLine() {}

  /** The line of a second. */
  static String of(int second, RouterState state, SampleUsers.Tally seen) {
    return COLUMNS.formatted(
        second + " s",
        state.weight(),
        counts(state.blue()),
        counts(state.green()),
        millis(state.blue()) + " / " + millis(state.green()),
        "%d failed, %d hurt".formatted(seen.failed(), seen.hurt()),
        state.verdict());
  }

  private static String counts(StackState stack) {
    return "%d req, %d failed".formatted(stack.requests(), stack.failures());
  }

  private static String millis(StackState stack) {
    return Double.isNaN(stack.p95Millis())
        ? "-"
        : String.format(Locale.ROOT, "%.1f", stack.p95Millis());
  }
}
