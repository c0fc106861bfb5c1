package io.canaryrouter.split;

/**
 * What the probes of a stack's instances say at one moment, and which build of its application
 * answers.
 *
 * @param instances how many instances its name stands for
 * @param healthy how many of them the probes call up, and requests have not ejected
 * @param goodProbes probes that have ended well since the stack is watched
 * @param failedProbes probes that have failed since then
 * @param build the build that the stack says it is, in at most 64 visible ASCII characters; empty
 *     as long as it has named none
 * @param renewals how often another build has taken its place since the stack is watched
 */
public record StackHealth(
    int instances, int healthy, long goodProbes, long failedProbes, String build, long renewals) {
  /** Nothing has been probed yet. */
  public static final StackHealth UNKNOWN = new StackHealth(0, 0, 0, 0);

  /** A stack that names no build. */
  public StackHealth(int instances, int healthy, long goodProbes, long failedProbes) {
    this(instances, healthy, goodProbes, failedProbes, "", 0);
  }
}
