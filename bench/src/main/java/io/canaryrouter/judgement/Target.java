package io.canaryrouter.judgement;

import java.util.List;

/**
 * What a row of the yardstick asks of the judge.
 *
 * @param first largest share, or largest median
 * @param second largest 95th percentile; infinite when there is none to keep
 */
record Target(Measure measure, double first, double second) {
  static Target share(Measure measure, double largest) {
    return new Target(measure, largest, Double.POSITIVE_INFINITY);
  }

  boolean isMet(List<Finding> findings) {
    double median = measure.first(findings);
    return median <= first
        && (measure.isShare || measure.second(findings) <= second)
        && (measure == Measure.TRIPS || findings.stream().noneMatch(Finding::isPremature));
  }

  /** Whether chance may explain what is missing: what a few rollouts can tell. */
  boolean isOpen(List<Finding> findings) {
    return measure.least(findings) <= first
        && (measure.isShare || measure.second(findings) <= second)
        && (measure == Measure.TRIPS || findings.stream().noneMatch(Finding::isPremature));
  }

  @Override
  public String toString() {
    if (measure.isShare) {
      return first == 0 ? "0" : "≤ %.0f %%".formatted(100 * first);
    }
    return "≤ "
        + Measure.number(first)
        + (Double.isInfinite(second) ? "" : " / " + Measure.number(second));
  }
}
