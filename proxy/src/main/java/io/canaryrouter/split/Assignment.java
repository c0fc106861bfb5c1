package io.canaryrouter.split;

import java.util.Locale;

/**
 * Where a request goes, and why.
 *
 * @param stack the stack it is assigned to, and counted under
 * @param reason which rule decided
 * @param epoch the epoch its measurement belongs to
 */
public record Assignment(Stack stack, Reason reason, long epoch) {

  /** The rule that decided, strongest first. */
  public enum Reason {
    /** {@code CANARY_FORCE=blue} stands in the environment. */
    FORCED,
    /** The request's route is pinned to a stack. */
    PIN,
    /** The request carries a valid override. */
    OVERRIDE,
    /** A failover sent everyone to blue until a person releases it. */
    LATCH,
    /** Nobody can say which weight was set. */
    DOUBT,
    /** Green cannot be reached for the moment. */
    AWAY,
    /** The control thread fell silent; blue is the safe side. */
    GUARDIAN,
    /** Green has not been up yet; nobody is sent to a stack that nobody has seen well. */
    UNPROBED,
    /** No key to hash. */
    ANONYMOUS,
    /** The user stands in {@code split.deny}. */
    DENY,
    /** The user stands in {@code split.allow}. */
    ALLOW,
    /** The user's rank against the weight. */
    RANK;

    private final String label = name().toLowerCase(Locale.ROOT);

    /** The name as logs and the API write it. */
    public String label() {
      return label;
    }
  }

  /** Whether the split itself decided, so that guardian and probes may still say otherwise. */
  boolean isOfSplit() {
    return reason.compareTo(Reason.ANONYMOUS) >= 0;
  }

  /** Whether the stack was chosen by the hash alone, so that blue and green may be compared. */
  public boolean isJudged() {
    return reason == Reason.RANK;
  }
}
