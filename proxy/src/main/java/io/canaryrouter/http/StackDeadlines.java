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
  private final RequestBody body;
  private final long beganNanos;
  private long progressNanos;

  /** Counts the whole request from the end of its head on. */
  StackDeadlines(RequestBody body, long beganNanos) {
    this.body = body;
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

  /** What is late, or null. */
  @Nullable Failure late(long nowNanos, ExchangeState state, Attempt attempt) {
    UpstreamConnection connection = attempt.connection();
    StackSettings limits = attempt.upstream().settings();
    if (connection == null) {
      return isOver(nowNanos, limits) ? attempt.unreachedBecause() : null;
    }
    return switch (state) {
      case SENT -> inAnswering(nowNanos, limits, connection);
      case WITHHELD, RESPONDING -> inResponse(nowNanos, limits, connection);
      case SEEKING, DONE -> null;
    };
  }

  private @Nullable Failure inAnswering(
      long nowNanos, StackSettings limits, UpstreamConnection connection) {
    if (isOver(nowNanos, limits)) {
      return body.isAwaited() ? Failure.REQUEST_TIMEOUT : Failure.RESPONSE_TIMEOUT;
    }
    long silentNanos = silentNanos(nowNanos, connection);
    if (body.isSent()) {
      return isPast(silentNanos, limits.headMillis()) ? Failure.RESPONSE_TIMEOUT : null;
    }
    return isPast(silentNanos, limits.idleMillis()) ? Failure.WRITE_TIMEOUT : null;
  }

  /**
   * How long the stack has done nothing although the next step towards the response head is its
   * own; 0 while it is the client's, and before there is a connection.
   */
  long silentNanos(long nowNanos, @Nullable UpstreamConnection connection) {
    if (connection == null) {
      return 0;
    }
    long silentNanos = nowNanos - progressNanos;
    if (body.isSent()) {
      return Math.min(silentNanos, nowNanos - body.sentNanos());
    }
    boolean isStuck = !body.isAwaited() || !connection.channel().isWritable();
    return isStuck ? silentNanos : 0;
  }

  private @Nullable Failure inResponse(
      long nowNanos, StackSettings limits, UpstreamConnection connection) {
    if (!connection.isReading()) {
      return isOver(nowNanos, limits) ? Failure.CLIENT_STALLED : null;
    }
    boolean isSilent = isPast(nowNanos - progressNanos, limits.idleMillis());
    return isSilent || isOver(nowNanos, limits) ? Failure.READ_TIMEOUT : null;
  }
}
