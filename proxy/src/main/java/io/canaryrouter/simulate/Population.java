package io.canaryrouter.simulate;

import org.jspecify.annotations.Nullable;

/**
 * The users, few of whom are very active, behind them the bots, and last the one who may storm.
 *
 * <p>Memory: 17 bytes a user, and 10 more in {@link Family#ROUGH} traffic. Confined to one thread.
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
  private final @Nullable Accounts accounts;

  Population(Scenario scenario, Draws draws) {
    this.draws = draws;
    size = (int) Math.max(LEAST, PER_REQUEST_RATE * scenario.requestsPerSecond());
    int all = size + BOTS + 1;
    places = new float[all];
    offsets = new float[all];
    areBroken = new boolean[all];
    hashes = new long[all];
    for (int user = 0; user < all; user++) {
      places[user] = (float) draws.uniform();
      offsets[user] = (float) (DEVIATION * draws.normal());
      areBroken[user] = user < size && draws.happens(scenario.base().brokenUsers);
      hashes[user] = draws.bits();
    }
    // Whatever the weight, it is green's user.
    places[stormer()] = 0;
    accounts = scenario.family() == Family.ROUGH ? new Accounts(all, draws) : null;
    if (accounts != null) {
      shareKeys();
    }
  }

  private void shareKeys() {
    for (int user = 0; user < size; user++) {
      places[user] = places[Accounts.keyOf(user)];
      hashes[user] = hashes[Accounts.keyOf(user)];
    }
  }

  /** Whose session begins. */
  int draw() {
    double z = draws.uniform();
    return (int) (size * z * z * (accounts == null ? 1 : z));
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

  /** Whether all of its requests fail. */
  boolean isHopeless(int user) {
    return accounts != null && accounts.isHopeless(user);
  }

  boolean isVerified(int user) {
    return accounts == null || accounts.isVerified(user);
  }

  long network(int user) {
    return accounts == null ? hashes[user] : accounts.network(user);
  }

  /** What is added to the logarithm of this user's latencies. */
  double offset(int user) {
    return offsets[user];
  }

  long hash(int user) {
    return hashes[user];
  }
}
