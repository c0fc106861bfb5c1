package io.canaryrouter.http;

import io.canaryrouter.split.Stack;
import io.netty.handler.codec.http.HttpMethod;
import org.jspecify.annotations.Nullable;

/**
 * When a request may be sent a second time, and where: only what is provably safe.
 *
 * <p>A request of which no byte reached a stack may always be tried again; one that was sent only
 * when it is a GET, HEAD or OPTIONS without a body and the connection broke before an answer, never
 * after a timeout. The second try goes to another instance or a new connection of the same stack,
 * or from green to blue, never from blue to green.
 */
final class RetryPolicy {
  /** Most times one request is sent, the first included. */
  static final int MAX_ATTEMPTS = 3;

  private RetryPolicy() {}

  /** Where the next attempt goes. */
  enum Next {
    /** To the same stack: its connection had rested too long, which is nobody's fault. */
    NEW_CONNECTION,
    /** To the same stack, which has another instance. */
    OTHER_INSTANCE,
    BLUE,
    NOWHERE
  }

  /**
   * One failed attempt.
   *
   * @param failure what went wrong
   * @param stack where; null is the admin server, in whose place nobody answers
   * @param unsent whether provably no byte of this attempt reached the stack; an attempt before it
   *     may have, and then the request is one that may be repeated
   * @param replayable whether the request may be repeated once it was sent
   * @param reused whether the connection had carried another request before and nothing since, so
   *     that it may have been closed meanwhile
   * @param attempts how many times the request was tried, this one included
   * @param hasOtherInstance whether the stack has another instance to ask
   */
  record Attempt(
      Failure failure,
      @Nullable Stack stack,
      boolean unsent,
      boolean replayable,
      boolean reused,
      int attempts,
      boolean hasOtherInstance) {}

  static Next after(Attempt attempt) {
    if (attempt.attempts() >= MAX_ATTEMPTS || !isSafe(attempt)) {
      return Next.NOWHERE;
    }
    boolean isGreen = attempt.stack() == Stack.GREEN;
    // Green's last attempt is blue's first.
    boolean mayStay = !isGreen || attempt.attempts() < MAX_ATTEMPTS - 1;
    if (mayStay && !attempt.unsent() && attempt.reused()) {
      return Next.NEW_CONNECTION;
    }
    if (mayStay && attempt.unsent() && attempt.hasOtherInstance()) {
      return Next.OTHER_INSTANCE;
    }
    return isGreen ? Next.BLUE : Next.NOWHERE;
  }

  private static boolean isSafe(Attempt attempt) {
    return attempt.unsent() || (attempt.replayable() && isBroken(attempt.failure()));
  }

  /** Whether the connection broke before the client was told anything. */
  private static boolean isBroken(Failure failure) {
    return failure == Failure.CONNECTION_TERMINATED || failure == Failure.RESPONSE_INCOMPLETE;
  }

  /** Whether a request may be repeated although a stack has seen it. */
  static boolean isReplayable(HttpMethod method, boolean hasBody) {
    return !hasBody
        && (HttpMethod.GET.equals(method)
            || HttpMethod.HEAD.equals(method)
            || HttpMethod.OPTIONS.equals(method));
  }
}
