package io.canaryrouter.simulate;

/**
 * Random numbers of a seed: SplitMix64, and what is made of its uniform numbers.
 *
 * <p>Of our own, because the platform's distributions draw differently from release to release.
 * Confined to one thread. A uniform number costs about 1 ns, an exponential one 10, a normal one
 * 15.
 */
final class Draws {
  private static final long GOLDEN = 0x9e3779b97f4a7c15L;

  /** A mean whose {@code e^-mean} is far from zero, and few enough factors to multiply. */
  private static final double LARGEST_MEAN = 30;

  private long state;
  private double spare = Double.NaN;

  Draws(long seed) {
    // Seeds are small and near to each other; their streams must not be.
    state = mix(seed);
  }

  long bits() {
    state += GOLDEN;
    return mix(state);
  }

  /** From 0 to below 1. */
  double uniform() {
    return (bits() >>> 11) * 0x1p-53;
  }

  boolean happens(double probability) {
    return probability > 0 && uniform() < probability;
  }

  /** With a mean of 1. */
  double exponential() {
    return -Math.log(1 - uniform());
  }

  /** With a mean of 0 and a deviation of 1: Marsaglia's polar method, which makes two at a time. */
  double normal() {
    if (!Double.isNaN(spare)) {
      double kept = spare;
      spare = Double.NaN;
      return kept;
    }
    double x;
    double y;
    double square;
    do {
      x = 2 * uniform() - 1;
      y = 2 * uniform() - 1;
      square = x * x + y * y;
    } while (square >= 1 || square == 0);
    double scale = Math.sqrt(-2 * Math.log(square) / square);
    spare = y * scale;
    return x * scale;
  }

  /** How many events there are where {@code mean} are expected: Knuth's product, in pieces. */
  int poisson(double mean) {
    int events = 0;
    double left = mean;
    while (left > 0) {
      double piece = Math.min(left, LARGEST_MEAN);
      left -= piece;
      double bound = Math.exp(-piece);
      for (double product = uniform(); product > bound; product *= uniform()) {
        events++;
      }
    }
    return events;
  }

  private static long mix(long bits) {
    long z = bits;
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }
}
