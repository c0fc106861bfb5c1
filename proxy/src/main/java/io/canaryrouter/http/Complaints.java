package io.canaryrouter.http;

import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Log lines that a peer can cause as often as it likes: one a second is written, and tells how many
 * before it were not. A platform drops lines above its limit, the important ones with the others.
 *
 * <p>Confined to one event loop.
 */
final class Complaints {
  private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);

  private boolean hasSpoken;
  private long lastNanos;
  private long leftOut;

  /**
   * Writes a line, or counts it.
   *
   * @param line writes it; is handed what to put at its end, most often nothing
   */
  void tell(long nowNanos, Consumer<String> line) {
    if (hasSpoken && nowNanos - lastNanos < PAUSE_NANOS) {
      leftOut++;
      return;
    }
    line.accept(leftOut == 0 ? "" : " (" + leftOut + " such lines before this one were left out)");
    hasSpoken = true;
    lastNanos = nowNanos;
    leftOut = 0;
  }
}
