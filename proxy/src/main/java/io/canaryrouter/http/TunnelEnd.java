package io.canaryrouter.http;

import org.jspecify.annotations.Nullable;

/**
 * What became of a tunnel, told once when both its connections are closed.
 *
 * @param clientBytes bytes that the client sent
 * @param stackBytes bytes that the stack sent
 * @param durationNanos from the switch of protocols to the end
 * @param by who ended it: the first to send a Close frame, to end its output or to vanish
 * @param reason why, when it was the router; else null
 */
record TunnelEnd(
    long clientBytes, long stackBytes, long durationNanos, Party by, @Nullable CloseReason reason) {

  /** Who can end a tunnel. */
  enum Party {
    CLIENT,
    STACK,
    ROUTER
  }
}
