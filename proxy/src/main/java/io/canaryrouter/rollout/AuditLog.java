package io.canaryrouter.rollout;

import java.util.ArrayDeque;
import java.util.List;

/**
 * The latest changes, oldest first, in memory.
 *
 * <p>Owned by the control thread. Memory: {@value #CAPACITY} entries, each with a bounded reason.
 */
final class AuditLog {
  static final int CAPACITY = 500;

  private final ArrayDeque<AuditEntry> latest = new ArrayDeque<>();
  private List<AuditEntry> entries = List.of();

  /** Takes what others, or an earlier process, have written. */
  void load(List<AuditEntry> known) {
    latest.clear();
    known.forEach(this::append);
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
