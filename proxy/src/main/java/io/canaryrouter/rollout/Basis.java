package io.canaryrouter.rollout;

import io.canaryrouter.split.Stack;
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
  public record Target(String address, String version) {
    @Override
    public String toString() {
      return version.isEmpty() ? address : address + " (" + version + ")";
    }
  }

  /** Whether green's users would meet another green, or be other users. */
  boolean isOtherCanary(Basis other) {
    return !green.equals(other.green) || !salt.equals(other.salt);
  }

  /** What is another one than before and what follows from it, for a person; empty for nothing. */
  String newsSince(Basis before) {
    String stacks =
        replaced(Stack.BLUE, before.blue, blue) + replaced(Stack.GREEN, before.green, green);
    String news = stacks + (salt.equals(before.salt) ? "" : "; the salt has changed");
    if (news.isEmpty()) {
      return "";
    }
    return isOtherCanary(before)
        ? news + "; what was seen of green so far says nothing of it now"
        : news + "; from now on green is compared with this one";
  }

  private static String replaced(Stack stack, Target before, Target now) {
    return now.equals(before)
        ? ""
        : "; " + stack.label() + " is " + now + " now, before it was " + before;
  }
}
