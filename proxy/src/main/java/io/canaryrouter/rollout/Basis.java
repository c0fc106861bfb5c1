package io.canaryrouter.rollout;

import io.canaryrouter.split.Weight;

/**
 * What the configuration file says of the split: the state stands on it until the file changes.
 *
 * @param weight green's share
 * @param salt reshuffles the users
 * @param blue the stable stack
 * @param green the new stack
 */
public record Basis(Weight weight, String salt, Target blue, Target green) {

  /**
   * A stack as far as its measurements depend on it.
   *
   * @param address where it listens
   * @param version what runs there; may be empty
   */
  public record Target(String address, String version) {}

  /** Whether green's users would meet another green, or be other users. */
  boolean isOtherCanary(Basis other) {
    return !green.equals(other.green) || !salt.equals(other.salt);
  }
}
