package io.canaryrouter.simulate;

/**
 * How the traffic goes: day and night, three bursts a day, and how loaded the stacks are by it.
 * Confined to one thread.
 */
final class Tide {
  private static final double DAY = 86_400;
  private static final double SWING = 0.6;
  private static final double BURSTS = 3 / DAY;
  private static final double BURST_TRAFFIC = 3;
  private static final double BURST_LOAD = 1.5;
  private static final double SHORTEST_BURST = 120;
  private static final double LONGEST_BURST = 300;
  private static final double LOAD = 0.15;
  private static final double DRIFT_KEPT = 0.9;
  private static final double DRIFT_DEVIATION = 0.02;

  private final Draws draws;
  private final double phase;
  private double day;
  private double drift;
  private long burstEnd;
  private boolean isBurst;

  Tide(Draws draws) {
    this.draws = draws;
    phase = draws.uniform() * DAY;
  }

  void moveTo(long second) {
    day = 1 + SWING * Math.sin(2 * Math.PI * (second + phase) / DAY);
    if (second % 60 == 0) {
      drift = DRIFT_KEPT * drift + DRIFT_DEVIATION * draws.normal();
    }
    if (second >= burstEnd && draws.happens(BURSTS)) {
      burstEnd =
          second + (long) (SHORTEST_BURST + (LONGEST_BURST - SHORTEST_BURST) * draws.uniform());
    }
    isBurst = second < burstEnd;
  }

  /** How many times the mean traffic there is. */
  double traffic() {
    return isBurst ? BURST_TRAFFIC * day : day;
  }

  /** What is added to the logarithm of every latency. */
  double load() {
    return LOAD * ((isBurst ? BURST_LOAD * day : day) - 1) + drift;
  }

  boolean isBurst() {
    return isBurst;
  }
}
