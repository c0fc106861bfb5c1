package io.canaryrouter.store;

import java.util.Optional;

/** What every store asks of revisions. */
final class Revisions {
  private Revisions() {}

  /** A document's revision; 0 is that of none. */
  static long of(Optional<Document> document) {
    return document.map(Document::revision).orElse(0L);
  }

  static void requireGrowth(long expected, Document next) {
    if (next.revision() <= expected) {
      throw new IllegalArgumentException(
          "a revision grows: " + next.revision() + " cannot follow " + expected);
    }
  }
}
