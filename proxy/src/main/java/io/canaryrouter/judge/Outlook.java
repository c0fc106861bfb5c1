package io.canaryrouter.judge;

import io.canaryrouter.split.Weight;
import java.util.List;
import java.util.Locale;

/**
 * What is still needed before green can be called well, and how long that takes: pure arithmetic on
 * today's traffic.
 */
final class Outlook {
  /** The weights people use; the next larger one is what they may want to know of. */
  private static final List<Weight> STEPS =
      List.of(
          new Weight(100),
          new Weight(500),
          new Weight(1_000),
          new Weight(2_500),
          new Weight(5_000));

  private Outlook() {}

  /**
   * As "needs about 210 more green requests, about 9 minutes; at 5% about 2".
   *
   * @param requests requests of green so far
   * @param perMinute requests of both stacks in a minute, as of late; 0 when there are none
   */
  static String missing(AffectedUsers errors, Weight green, long requests, double perMinute) {
    long needed = errors.needed(green);
    if (needed == Long.MAX_VALUE) {
      return "with everyone on one stack there is nothing to compare";
    }
    long missing = Math.max(1, needed - requests);
    return "needs about "
        + rounded(missing)
        + " more green requests, "
        + minutes(missing, green, perMinute)
        + STEPS.stream()
            .filter(step -> step.compareTo(green) > 0 && perMinute > 0)
            .findFirst()
            .map(step -> sooner(errors, step, requests, perMinute))
            .orElse("");
  }

  private static String sooner(AffectedUsers errors, Weight step, long requests, double perMinute) {
    long missing = Math.max(1, errors.needed(step) - requests);
    return "; at " + step + " " + minutes(missing, step, perMinute);
  }

  private static String minutes(long requests, Weight green, double perMinute) {
    double minutes = requests / (perMinute * green.ratio());
    if (!(minutes < Long.MAX_VALUE)) {
      return "and at the moment there are none";
    }
    return minutes < 120
        ? "about " + rounded(Math.max(1, Math.round(minutes))) + " minutes"
        : "about " + rounded(Math.round(minutes / 60)) + " hours";
  }

  /** To two digits: more would promise what nobody knows. */
  private static String rounded(long value) {
    long unit = 1;
    while (value / unit >= 100) {
      unit *= 10;
    }
    return String.format(Locale.ROOT, "%,d", Math.round(value / (double) unit) * unit);
  }
}
