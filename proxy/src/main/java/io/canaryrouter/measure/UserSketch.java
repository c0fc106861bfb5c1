package io.canaryrouter.measure;

/**
 * Counts different users without keeping any. Confined to one thread. Memory: 4 KiB from the first
 * user on, and 4 KiB from the first affected one on, whatever their number.
 */
final class UserSketch {
  private final Cardinality exposed = new Cardinality();
  private final Cardinality affected = new Cardinality();

  /** Counts the user of a request; nobody is no user. */
  void record(Sample sample) {
    if (sample.userHash() != 0) {
      add(sample.userHash(), sample.outcome().fault() == Fault.STACK);
    }
  }

  void add(long userHash, boolean isAffected) {
    exposed.add(userHash);
    if (isAffected) {
      affected.add(userHash);
    }
  }

  /** Adds the users of another. */
  void add(UserSketch other) {
    exposed.add(other.exposed);
    affected.add(other.affected);
  }

  Cardinality exposed() {
    return exposed;
  }

  Cardinality affected() {
    return affected;
  }

  Users users() {
    return new Users(exposed.estimate(), affected.estimate());
  }
}
