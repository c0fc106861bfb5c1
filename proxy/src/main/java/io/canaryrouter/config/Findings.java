package io.canaryrouter.config;

import io.canaryrouter.config.Finding.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Collects the findings of one load. Confined to the thread that loads. After {@value #MOST} it
 * only counts them, so that a hostile file cannot make it grow.
 */
final class Findings {
  private static final int MOST = 100;

  private final List<Finding> collected = new ArrayList<>();
  private Severity worstLeftOut = Severity.NOTE;
  private int leftOut;

  void error(Place place, String path, String message) {
    add(Severity.ERROR, place, path, message);
  }

  void warning(Place place, String path, String message) {
    add(Severity.WARNING, place, path, message);
  }

  void note(Place place, String path, String message) {
    add(Severity.NOTE, place, path, message);
  }

  boolean hasErrors() {
    return worstLeftOut == Severity.ERROR
        || collected.stream().anyMatch(finding -> finding.severity() == Severity.ERROR);
  }

  /** Whether there is a finding about this very key: then what follows from it need not be told. */
  boolean concern(Key<?> key) {
    return collected.stream().anyMatch(finding -> finding.path().equals(key.path()));
  }

  /** Whether there is an error at a key whose path begins like this. */
  boolean refuseAny(String prefix) {
    return collected.stream()
        .anyMatch(
            finding -> finding.severity() == Severity.ERROR && finding.path().startsWith(prefix));
  }

  List<Finding> inReadingOrder() {
    Stream<Finding> sorted = collected.stream().sorted(Finding.READING_ORDER);
    return leftOut == 0 ? sorted.toList() : Stream.concat(sorted, Stream.of(rest())).toList();
  }

  private Finding rest() {
    return new Finding(worstLeftOut, 0, 0, "", leftOut + " more are not shown: mend these first");
  }

  private void add(Severity severity, Place place, String path, String message) {
    if (collected.size() < MOST) {
      collected.add(new Finding(severity, place.line(), place.column(), path, message));
    } else {
      leftOut++;
      worstLeftOut = severity.compareTo(worstLeftOut) < 0 ? severity : worstLeftOut;
    }
  }
}
