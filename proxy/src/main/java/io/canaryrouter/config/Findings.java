package io.canaryrouter.config;

import io.canaryrouter.config.Finding.Severity;
import java.util.ArrayList;
import java.util.List;

/**
 * Collects the findings of one load. Confined to the thread that loads; it stops collecting after
 * {@value #MOST}, so that a hostile file cannot make it grow.
 */
final class Findings {
  private static final int MOST = 100;

  private final List<Finding> collected = new ArrayList<>();
  private boolean failed;

  void error(Place place, String path, String message) {
    failed = true;
    add(Severity.ERROR, place, path, message);
  }

  void warning(Place place, String path, String message) {
    add(Severity.WARNING, place, path, message);
  }

  void note(Place place, String path, String message) {
    add(Severity.NOTE, place, path, message);
  }

  boolean hasErrors() {
    return failed;
  }

  List<Finding> inReadingOrder() {
    return collected.stream().sorted(Finding.READING_ORDER).toList();
  }

  private void add(Severity severity, Place place, String path, String message) {
    if (collected.size() < MOST) {
      collected.add(new Finding(severity, place.line(), place.column(), path, message));
    }
  }
}
