package io.canaryrouter.simulate;

import org.jspecify.annotations.Nullable;

/**
 * What {@link Family#ROUGH} traffic is answered by either stack, with nothing wrong: expired
 * tokens, refused forms, redirects that check for a cookie. Confined to one thread.
 */
final class Noise {
  /** How many times as long somebody tries who never succeeds. */
  static final int PERSISTENCE = 3;

  private static final double EXPIRED = 0.002;
  private static final double STILL_EXPIRED = 0.5;
  private static final double INVALID = 0.01;
  private static final double COOKIE_CHECKS = 0.15;

  private final Draws draws;

  Noise(Draws draws) {
    this.draws = draws;
  }

  /**
   * How a request is answered that does not fail.
   *
   * @param last how the session's last one was; null when it is the first
   */
  Reply reply(@Nullable Reply last) {
    if (last == null && draws.happens(COOKIE_CHECKS)) {
      return Reply.LOOP;
    }
    if (draws.happens(last == Reply.UNAUTHORIZED ? STILL_EXPIRED : EXPIRED)) {
      return Reply.UNAUTHORIZED;
    }
    return draws.happens(INVALID) ? Reply.UNPROCESSABLE : Reply.SERVED;
  }
}
