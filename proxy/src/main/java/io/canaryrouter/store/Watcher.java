package io.canaryrouter.store;

import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Compares what lies in a store with what this router knows of, and tells of the difference.
 * Confined to the store's thread.
 */
final class Watcher {
  private final Consumer<Document> changed;
  private final Runnable lost;

  /** What this router has read, written or been told of last. */
  private @Nullable Envelope known;

  private Watcher(Consumer<Document> changed, Runnable lost) {
    this.changed = changed;
    this.lost = lost;
  }

  /** Tells nobody, until one {@link #tells} somebody. */
  static Watcher silent() {
    return new Watcher(document -> {}, () -> {});
  }

  /** The same knowledge with another listener. */
  Watcher tells(Consumer<Document> changed, Runnable lost) {
    Watcher next = new Watcher(changed, lost);
    next.known = known;
    return next;
  }

  /** The router knows of this one by itself. */
  void knows(Optional<Envelope> there) {
    known = there.orElse(null);
  }

  /** This lies in the store: tells of it when it is another than the router knows of. */
  void sees(Optional<Envelope> there) {
    Envelope before = known;
    knows(there);
    if (there.isEmpty() && before != null) {
      lost.run();
    }
    if (there.isPresent() && !there.get().equals(before)) {
      changed.accept(there.get().document());
    }
  }
}
