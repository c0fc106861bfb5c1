package io.canaryrouter.judgement;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;

/** The anchor that a row's figure is to be compared with. */
final class Best {
  /** Whoever trips without cause more often than this is no yardstick for speed. */
  private static final double FALSE_TRIPS = 0.1;

  private Best() {}

  /**
   * Of the anchors that did not trip before the onset in more than a tenth of the rollouts, the one
   * with the best median; failing that, the best of all, and how often it tripped without cause.
   */
  static String of(Measure measure, Map<String, List<Finding>> anchors) {
    Comparator<Entry<String, List<Finding>>> order =
        Comparator.<Entry<String, List<Finding>>>comparingDouble(
                anchor -> measure.isShare ? 0 : excess(anchor.getValue()))
            .thenComparingDouble(anchor -> measure.first(anchor.getValue()))
            .thenComparingDouble(anchor -> measure.second(anchor.getValue()));
    return anchors.entrySet().stream()
        .filter(anchor -> !Double.isNaN(measure.first(anchor.getValue())))
        .filter(anchor -> !Double.isInfinite(measure.first(anchor.getValue())))
        .min(order)
        .map(anchor -> describe(measure, anchor))
        .orElse("none trips");
  }

  private static double excess(List<Finding> findings) {
    double premature = premature(findings) / (double) findings.size();
    return premature <= FALSE_TRIPS ? 0 : premature;
  }

  private static long premature(List<Finding> findings) {
    return findings.stream().filter(Finding::isPremature).count();
  }

  private static String describe(Measure measure, Entry<String, List<Finding>> anchor) {
    List<Finding> findings = anchor.getValue();
    return anchor.getKey() + ": " + measure.format(findings) + premature(measure, findings);
  }

  /** How many tripped before the onset, where the figure itself does not tell. */
  static String premature(Measure measure, List<Finding> findings) {
    long premature = premature(findings);
    return premature == 0 || measure.isShare
        ? ""
        : " (%d of %d tripped before)".formatted(premature, findings.size());
  }
}
