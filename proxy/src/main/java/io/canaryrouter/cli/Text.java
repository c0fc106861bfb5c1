package io.canaryrouter.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Locale;

/**
 * What a router says, as a terminal may show it: nobody's reason or version can move its cursor.
 */
final class Text {
  /** In place of what there is not. */
  static final String NOTHING = "-";

  private Text() {}

  static String plain(String text) {
    return text.replaceAll("\\p{Cntrl}", "?");
  }

  /** The same without what begins like a JSON web token: complaints are copied into tickets. */
  static String withoutTokens(String text) {
    return plain(text).replaceAll("eyJ[A-Za-z0-9_.=-]+", "[token]");
  }

  /** The node's text, or a dash where there is none. */
  static String of(JsonNode node) {
    return node.isMissingNode() || node.isNull() || node.asText().isEmpty()
        ? NOTHING
        : plain(node.asText());
  }

  static String percent(JsonNode ratio) {
    return ratio.isNumber()
        ? String.format(Locale.ROOT, "%.2f%%", ratio.asDouble() * 100)
        : NOTHING;
  }

  static String millis(JsonNode millis) {
    return millis.isNumber() ? String.format(Locale.ROOT, "%.1f ms", millis.asDouble()) : NOTHING;
  }

  /** {@code 1.2 of 3.4 needed}, both powers of ten, or a dash where nothing was tested. */
  static String evidence(JsonNode evidence) {
    JsonNode found = evidence.path("log10");
    JsonNode needed = evidence.path("log10_needed");
    return found.isNumber() && needed.isNumber()
        ? String.format(Locale.ROOT, "%.1f of %.1f needed", found.asDouble(), needed.asDouble())
        : NOTHING;
  }

  /** {@code 3h 12m}, {@code 12m 5s} or {@code 5s}. */
  static String duration(JsonNode seconds) {
    if (!seconds.isNumber()) {
      return NOTHING;
    }
    Duration time = Duration.ofSeconds(seconds.asLong());
    if (time.toHours() > 0) {
      return time.toHours() + "h " + time.toMinutesPart() + "m";
    }
    return time.toMinutes() > 0
        ? time.toMinutes() + "m " + time.toSecondsPart() + "s"
        : time.toSeconds() + "s";
  }
}
