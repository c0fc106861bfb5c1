package io.canaryrouter.http;

import static io.canaryrouter.http.Timed.isPast;

import org.jspecify.annotations.Nullable;

/**
 * How long one exchange may take at its stack, and which failure it is when it takes longer. What
 * waits for the client is not the stack's delay.
 *
 * <p>Confined to the exchange's event loop.
 */
final class StackDeadlines {
  private final long beganNanos;
  private long progressNanos;

  /** Counts the whole request from the end of its head on. */
  StackDeadlines(long beganNanos) {
    this.beganNanos = beganNanos;
    this.progressNanos = beganNanos;
  }

  /** Something has moved, in either direction. */
  void progressed(long nowNanos) {
    progressNanos = nowNanos;
  }

  /** Whether the limit on the whole request, if there is one, has passed. */
  boolean isOver(long nowNanos, StackSettings limits) {
    return limits.totalMillis() > 0 && isPast(nowNanos - beganNanos, limits.totalMillis());
  }

  /** What is late while the request is being sent or its response head is awaited, or null. */
  @Nullable Failure inAnswering(
      long nowNanos, StackSettings limits, RequestBody body, UpstreamConnection connection) {
    if (isOver(nowNanos, limits)) {
      return body.isAwaited() ? Failure.REQUEST_TIMEOUT : Failure.RESPONSE_TIMEOUT;
    }
    long silentNanos = silentNanos(nowNanos, body, connection);
    if (body.isSent()) {
      return isPast(silentNanos, limits.headMillis()) ? Failure.RESPONSE_TIMEOUT : null;
    }
    return isPast(silentNanos, limits.idleMillis()) ? Failure.WRITE_TIMEOUT : null;
  }

  /**
   * How long the stack has done nothing although the next step towards the response head is its
   * own; 0 while it is the client's.
   */
  long silentNanos(long nowNanos, RequestBody body, UpstreamConnection connection) {
    long silentNanos = nowNanos - progressNanos;
    if (body.isSent()) {
      return Math.min(silentNanos, nowNanos - body.sentNanos());
    }
    boolean isStuck = !body.isAwaited() || !connection.channel().isWritable();
    return isStuck ? silentNanos : 0;
  }

  /** What is late within the response, or null. */
  @Nullable Failure inResponse(long nowNanos, StackSettings limits, UpstreamConnection connection) {
    if (!connection.isReading()) {
      return isOver(nowNanos, limits) ? Failure.CLIENT_STALLED : null;
    }
    boolean isSilent = isPast(nowNanos - progressNanos, limits.idleMillis());
    return isSilent || isOver(nowNanos, limits) ? Failure.READ_TIMEOUT : null;
  }
}
