package io.canaryrouter.split;

import java.util.Set;

/**
 * Users whom a person has put on a stack by name. Immutable; a look-up costs one hash.
 *
 * @param allow keys that go to green at any weight
 * @param deny keys that never do; stronger than {@code allow}
 */
public record Lists(Set<String> allow, Set<String> deny) {
  /** Most keys in one list. */
  public static final int MOST = 10_000;

  /** Nobody is listed. */
  public static final Lists NONE = new Lists(Set.of(), Set.of());

  public Lists {
    allow = Set.copyOf(allow);
    deny = Set.copyOf(deny);
  }

  /** Tells the numbers only: the keys are users. */
  @Override
  public String toString() {
    return "Lists[allow=" + allow.size() + ", deny=" + deny.size() + "]";
  }
}
