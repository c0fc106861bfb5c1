package io.canaryrouter.judgement;

import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** A figure of a rule over many rollouts: a share of them, or a median and a 95th percentile. */
enum Measure {
  TRIPS("trips", true, finding -> finding.hasTripped() ? 1 : 0),
  WARNINGS("warnings", true, finding -> finding.hasWarned() ? 1 : 0),
  TRIPPED("seconds to the trip", false, Finding::trippedAfter),
  WARNED("seconds to the warning", false, Finding::warnedAfter),
  FAILED("green requests failed", false, Finding::failedUntilTrip);

  final String text;
  final boolean isShare;
  private final ToDoubleFunction<Finding> value;

  Measure(String text, boolean isShare, ToDoubleFunction<Finding> value) {
    this.text = text;
    this.isShare = isShare;
    this.value = value;
  }

  /**
   * The share of the rollouts, or the median; rollouts with a trip before the onset, which say
   * nothing about detection, are left out of the median. NaN when none is left.
   */
  double first(List<Finding> findings) {
    return isShare ? sum(findings) / findings.size() : quantile(findings, 0.5);
  }

  /** The 95th percentile; NaN for a share. */
  double second(List<Finding> findings) {
    return isShare ? Double.NaN : quantile(findings, 0.95);
  }

  private double sum(List<Finding> findings) {
    return findings.stream().mapToDouble(value).sum();
  }

  private double quantile(List<Finding> findings, double share) {
    double[] sorted =
        findings.stream()
            .filter(finding -> !finding.isPremature())
            .mapToDouble(value)
            .sorted()
            .toArray();
    return sorted.length == 0
        ? Double.NaN
        : sorted[(int) Math.max(0, Math.ceil(share * sorted.length) - 1)];
  }

  /** As it stands in the table: {@code 1 of 50}, {@code 17 / 68}. */
  String format(List<Finding> findings) {
    return isShare
        ? "%.0f of %d".formatted(sum(findings), findings.size())
        : number(first(findings)) + " / " + number(second(findings));
  }

  static String number(double value) {
    if (Double.isNaN(value)) {
      return "none";
    }
    return Double.isInfinite(value) ? "never" : String.format(Locale.ROOT, "%,.0f", value);
  }
}
