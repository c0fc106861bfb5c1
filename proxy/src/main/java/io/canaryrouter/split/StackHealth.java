package io.canaryrouter.split;

/**
 * What the probes of a stack's instances say at one moment.
 *
 * @param instances how many instances its name stands for
 * @param healthy how many of them the probes call up, and requests have not ejected
 * @param goodProbes probes that have ended well since the stack is watched
 * @param failedProbes probes that have failed since then
 */
public record StackHealth(int instances, int healthy, long goodProbes, long failedProbes) {
  /** Nothing has been probed yet. */
  public static final StackHealth UNKNOWN = new StackHealth(0, 0, 0, 0);
}
