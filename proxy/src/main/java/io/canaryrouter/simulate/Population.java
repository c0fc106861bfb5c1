package io.canaryrouter.simulate;

/**
 * The users, few of whom are very active, behind them the bots, and last the one who may storm.
 *
 * <p>Memory: 17 bytes a user. Confined to one thread.
 */
final class Population {
  static final int BOTS = 5;
  private static final int LEAST = 4_000;
  private static final int PER_REQUEST_RATE = 1_000;
  private static final double DEVIATION = 0.35;

  final int size;
  private final Draws draws;

  /** Where between 0 and 1 a user stands: on green while that is below its weight. */
  private final float[] places;

  private final float[] offsets;
  private final boolean[] areBroken;
  private final long[] hashes;

  Population(double requestsPerSecond, Base base, Draws draws) {
    this.draws = draws;
    size = (int) Math.max(LEAST, PER_REQUEST_RATE * requestsPerSecond);
    int all = size + BOTS + 1;
    places = new float[all];
    offsets = new float[all];
    areBroken = new boolean[all];
    hashes = new long[all];
    for (int user = 0; user < all; user++) {
      places[user] = (float) draws.uniform();
      offsets[user] = (float) (DEVIATION * draws.normal());
      areBroken[user] = user < size && draws.happens(base.brokenUsers);
      hashes[user] = draws.bits();
    }
    // Whatever the weight, it is green's user.
    places[stormer()] = 0;
  }

  /** Whose session begins. */
  int draw() {
    double z = draws.uniform();
    return (int) (size * z * z);
  }

  int bot(int index) {
    return size + index;
  }

  int stormer() {
    return size + BOTS;
  }

  boolean isFailingBot(int user) {
    return user == size;
  }

  boolean isGreen(int user, double weight) {
    return places[user] < weight;
  }

  boolean isBroken(int user) {
    return areBroken[user];
  }

  /** What is added to the logarithm of this user's latencies. */
  double offset(int user) {
    return offsets[user];
  }

  long hash(int user) {
    return hashes[user];
  }
}
