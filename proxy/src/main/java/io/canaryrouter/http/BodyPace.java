package io.canaryrouter.http;

import static io.canaryrouter.http.Timed.isPast;

/**
 * Whether a client's body comes fast enough: so many bytes in each span of time in which it was
 * read.
 *
 * <p>Confined to the connection's event loop.
 */
final class BodyPace {
  private long markNanos;
  private long markBytes;

  /** A span begins: a body does, or its reading goes on. */
  void begin(long nowNanos, long bytes) {
    markNanos = nowNanos;
    markBytes = bytes;
  }

  /** Whether the span is over and brought too little; one that brought enough begins the next. */
  boolean isTooSlow(long nowNanos, long bytes, long spanMillis) {
    if (!isPast(nowNanos - markNanos, spanMillis)) {
      return false;
    }
    if (bytes - markBytes < ListenSettings.MIN_BODY_BYTES) {
      return true;
    }
    begin(nowNanos, bytes);
    return false;
  }
}
