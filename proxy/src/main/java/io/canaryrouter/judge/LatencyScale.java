package io.canaryrouter.judge;

/**
 * Latencies in steps of 2 %, from 0.1 ms to ten minutes; what is beyond either end counts as that
 * end. A value read back is within 1 % of the one put in.
 *
 * <p>A latency's position is its logarithm in steps, so that dividing it by a factor is a
 * subtraction and one logarithm serves several questions.
 */
final class LatencyScale {
  private static final double LEAST_NANOS = 1e5;
  private static final double STEP = Math.log(1.02);
  private static final double PER_STEP = 1 / STEP;
  private static final double LEAST_POSITION = Math.log(LEAST_NANOS) * PER_STEP;

  /** ln(6 000 000) / ln(1.02) and one for what is below. */
  static final int STEPS = 790;

  private LatencyScale() {}

  static int stepOf(long nanos) {
    return stepAt(positionOf(nanos));
  }

  /** Where a latency lies, in steps; it may be beyond either end. */
  static double positionOf(long nanos) {
    return Math.log((double) nanos) * PER_STEP - LEAST_POSITION;
  }

  static int stepAt(double position) {
    return (int) Math.max(0, Math.min(STEPS - 1, position));
  }

  /** How many steps a factor is. */
  static double stepsOf(double factor) {
    return Math.log(factor) / STEP;
  }

  /** The middle of a step, in seconds. */
  static double secondsOf(int step) {
    return LEAST_NANOS * Math.exp((step + 0.5) * STEP) / 1e9;
  }
}
