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
  private static final double PER_OCTAVE = Math.log(2) / STEP;

  /** The exponent of 1 as a double has it. */
  private static final int BIAS = 1_023;

  private static final double LEAST_POSITION =
      (BIAS + Math.log(LEAST_NANOS) / Math.log(2)) * PER_OCTAVE;

  private static final int ENTRIES = 1_024;
  private static final int ENTRY_SHIFT = 42;
  private static final long BETWEEN = (1L << ENTRY_SHIFT) - 1;

  /** Binary logarithms from 1 to 2. */
  private static final double[] OCTAVES = new double[ENTRIES + 1];

  static {
    for (int i = 0; i <= ENTRIES; i++) {
      OCTAVES[i] = Math.log1p(i / (double) ENTRIES) / Math.log(2);
    }
  }

  /** ln(6 000 000) / ln(1.02) and one for what is below. */
  static final int STEPS = 790;

  private LatencyScale() {}

  static int stepOf(long nanos) {
    return stepAt(positionOf(nanos));
  }

  /**
   * Where a latency lies, in steps, to a hundred-thousandth; it may be beyond either end. Every
   * success asks, and a table is three times as fast as the logarithm.
   */
  static double positionOf(long nanos) {
    long bits = Double.doubleToRawLongBits((double) nanos);
    int entry = (int) (bits >>> ENTRY_SHIFT) & (ENTRIES - 1);
    double between = (bits & BETWEEN) * 0x1p-42;
    double octaves = (bits >>> 52) + OCTAVES[entry] * (1 - between) + OCTAVES[entry + 1] * between;
    return octaves * PER_OCTAVE - LEAST_POSITION;
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
