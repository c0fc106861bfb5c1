package io.canaryrouter.judge;

import java.util.Locale;

/**
 * How often blue fails by itself: an exponential average over its last {@value #SPAN} responses, a
 * plain one until there have been as many. Owned by the control thread.
 */
final class BlueFailures {
  /** Responses it reaches back. */
  static final int SPAN = 200;

  /** No blue is taken to be better than this. */
  private static final double LEAST = 0.01;

  private int responses;
  private double share;

  void restart() {
    responses = 0;
    share = 0;
  }

  void count(boolean isFailure) {
    responses = Math.min(SPAN, responses + 1);
    share += ((isFailure ? 1 : 0) - share) / responses;
  }

  /** How unlikely so many failures in a row are for blue, in nats: r·ln(1/p). */
  double surprise(long failures) {
    return failures * nats();
  }

  /** Why a run is not long enough yet. */
  String sentence(double natsNeeded) {
    long needed = (long) Math.ceil(natsNeeded / nats());
    return String.format(
        Locale.ROOT,
        "blue fails %.0f %% itself, so %d in a row are asked for",
        100 * share,
        needed);
  }

  private double nats() {
    return -Math.log(Math.max(LEAST, share));
  }
}
