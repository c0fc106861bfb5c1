package io.canaryrouter.config;

import java.util.Map;

/** The units of quantities: a whole number and a unit without a space between them. */
enum Units {
  /** Milliseconds. */
  DURATION(
      "^[0-9]{1,9}(ms|s|m|h)$",
      "a duration is written like 250ms, 5s, 10m or 48h",
      Map.of("ms", 1L, "s", 1_000L, "m", 60_000L, "h", 3_600_000L)),
  /** Bytes. */
  SIZE(
      "^[0-9]{1,9}(B|KiB|MiB)$",
      "a size is written like 512B, 64KiB or 1MiB",
      Map.of("B", 1L, "KiB", 1_024L, "MiB", 1_048_576L));

  private final String pattern;
  private final String expects;
  private final Map<String, Long> factors;

  Units(String pattern, String expects, Map<String, Long> factors) {
    this.pattern = pattern;
    this.expects = expects;
    this.factors = factors;
  }

  String pattern() {
    return pattern;
  }

  String expects() {
    return expects;
  }

  /** The quantity in the smallest unit; the text matches the pattern, whose nine digits fit. */
  long parse(String text) {
    int digits = 0;
    while (Character.isDigit(text.charAt(digits))) {
      digits++;
    }
    Long factor = factors.get(text.substring(digits));
    if (factor == null) {
      throw new IllegalArgumentException(expects + ", not " + Quoted.of(text));
    }
    return Long.parseLong(text.substring(0, digits)) * factor;
  }
}
