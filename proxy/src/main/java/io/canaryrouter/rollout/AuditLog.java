package io.canaryrouter.rollout;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The latest changes, oldest first, in memory.
 *
 * <p>Owned by the control thread. Memory: {@value #CAPACITY} entries, each with a bounded reason.
 */
final class AuditLog {
  static final int CAPACITY = 500;

  private static final Comparator<AuditEntry> ORDER =
      Comparator.comparingLong(AuditEntry::revision).thenComparingLong(AuditEntry::atEpochMillis);

  private final ArrayDeque<AuditEntry> latest = new ArrayDeque<>();
  private List<AuditEntry> entries = List.of();

  /**
   * Takes what others, or an earlier process, have written. What is known already stays: it may be
   * on its way to the store still, or a store that is ill may have lost it.
   */
  void merge(List<AuditEntry> known) {
    Set<AuditEntry> all = new LinkedHashSet<>(latest);
    if (!all.addAll(known)) {
      return;
    }
    latest.clear();
    all.stream()
        .sorted(ORDER)
        .skip(Math.max(0, all.size() - CAPACITY))
        .forEachOrdered(latest::addLast);
    entries = List.copyOf(latest);
  }

  void append(AuditEntry entry) {
    if (latest.size() == CAPACITY) {
      latest.removeFirst();
    }
    latest.addLast(entry);
    entries = List.copyOf(latest);
  }

  /** An immutable list; appending makes a new one. */
  List<AuditEntry> entries() {
    return entries;
  }
}
