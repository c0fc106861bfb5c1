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
  FAILED("green requests not served", false, Finding::failedUntilTrip);

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

  /** What {@link #first} surely is not below, at 95 %. */
  double least(List<Finding> findings) {
    if (isShare) {
      int missing = findings.size() - (int) sum(findings);
      return 1 - Spread.mostShare(missing, findings.size());
    }
    double[] sorted = sorted(findings);
    return sorted.length == 0 ? Double.NaN : Spread.leastMedian(sorted);
  }

  private double sum(List<Finding> findings) {
    return findings.stream().mapToDouble(value).sum();
  }

  private double quantile(List<Finding> findings, double share) {
    double[] sorted = sorted(findings);
    return sorted.length == 0
        ? Double.NaN
        : sorted[(int) Math.max(0, Math.ceil(share * sorted.length) - 1)];
  }

  private double[] sorted(List<Finding> findings) {
    return findings.stream()
        .filter(finding -> !finding.isPremature())
        .mapToDouble(value)
        .sorted()
        .toArray();
  }

  /**
   * As it stands in the table, with what chance leaves open of it: {@code 1 of 50 (≤ 9.1 %)}, the
   * share that it surely is not above; {@code 17 (14–21) / 68}, the interval of the median. Both at
   * 95 %.
   */
  String format(List<Finding> findings) {
    if (isShare) {
      int hits = (int) sum(findings);
      double most = Spread.mostShare(hits, findings.size());
      return String.format(Locale.ROOT, "%d of %d (≤ %.1f %%)", hits, findings.size(), 100 * most);
    }
    double[] sorted = sorted(findings);
    String interval =
        sorted.length == 0
            ? ""
            : " (%s–%s)"
                .formatted(number(Spread.leastMedian(sorted)), number(Spread.mostMedian(sorted)));
    return number(first(findings)) + interval + " / " + number(second(findings));
  }

  static String number(double value) {
    if (Double.isNaN(value)) {
      return "none";
    }
    return Double.isInfinite(value) ? "never" : String.format(Locale.ROOT, "%,.0f", value);
  }
}
