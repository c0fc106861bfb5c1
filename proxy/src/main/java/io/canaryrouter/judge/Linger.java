package io.canaryrouter.judge;

import io.canaryrouter.judge.Verdict.Level;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a warning up for a quarter of an hour after its cause is gone, so that a ramp does not go
 * on between two of them. Owned by the control thread.
 */
final class Linger {
  private static final long QUARTER_NANOS = TimeUnit.MINUTES.toNanos(15);

  private @Nullable Verdict warning;
  private long lastNanos;

  void restart() {
    warning = null;
  }

  /** Takes a warning whose cause is there now. */
  void note(long nowNanos, Verdict warning) {
    this.warning = warning;
    lastNanos = nowNanos;
  }

  /** What is to be said when this is the case now. */
  Verdict after(long nowNanos, Verdict now) {
    Verdict before = warning;
    long ago = nowNanos - lastNanos;
    boolean isQuiet = now.level().compareTo(Level.WARNING) < 0;
    if (before == null || !isQuiet || ago >= QUARTER_NANOS) {
      return now;
    }
    return before.and("; last so " + ago / 1_000_000_000L + " s ago");
  }
}
