package io.canaryrouter.simulate;

/** How much fails on either stack when nothing is wrong. */
public enum Base {
  /** About 0.1 % of the requests. */
  LOW(0.0015, 0.0002),
  /** About 0.8 %. */
  HIGH(0.016, 0.0024);

  /** The share of a broken user's requests that fail. */
  static final double BROKEN_ERRORS = 0.2;

  /** How likely a request fails that follows a failed one of the same episode. */
  static final double RETRY_ERRORS = 0.5;

  /** The share of the first bot's requests that fail. */
  static final double BOT_ERRORS = 0.02;

  final double brokenUsers;
  final double episodes;

  Base(double brokenUsers, double episodes) {
    this.brokenUsers = brokenUsers;
    this.episodes = episodes;
  }
}
