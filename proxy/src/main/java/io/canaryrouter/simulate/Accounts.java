package io.canaryrouter.simulate;

/**
 * What tells users of {@link Family#ROUGH} traffic apart, and what does not.
 *
 * <p>In offices of {@value #PEOPLE} everybody has the same key. One account in a hundred is broken
 * for good. Some users are vouched for by nobody, and some of those share their network.
 *
 * <p>Memory: 10 bytes a user. Confined to one thread.
 */
final class Accounts {
  static final int PEOPLE = 200;

  /** Users of whom one office is drawn: one in ten of them sits in it. */
  private static final int QUARTER = 2_000;

  private static final double HOPELESS = 0.01;
  private static final double UNVERIFIED = 0.3;

  /** Users a shared network has, on average. */
  private static final int PER_NETWORK = 20;

  private final boolean[] areHopeless;
  private final boolean[] areVerified;
  private final long[] networks;

  Accounts(int users, Draws draws) {
    areHopeless = new boolean[users];
    areVerified = new boolean[users];
    networks = new long[users];
    for (int user = 0; user < users; user++) {
      areHopeless[user] = draws.happens(HOPELESS);
      areVerified[user] = !draws.happens(UNVERIFIED);
      networks[user] = draws.bits() % Math.max(1, users / PER_NETWORK);
    }
  }

  /** Whose key a user has: the first one's of the office, or its own. */
  static int keyOf(int user) {
    boolean isInOffice = user % (QUARTER / PEOPLE) == 0;
    return isInOffice ? user / QUARTER * QUARTER : user;
  }

  boolean isHopeless(int user) {
    return areHopeless[user];
  }

  boolean isVerified(int user) {
    return areVerified[keyOf(user)];
  }

  long network(int user) {
    return networks[keyOf(user)];
  }
}
