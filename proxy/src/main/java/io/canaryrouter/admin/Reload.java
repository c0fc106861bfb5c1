package io.canaryrouter.admin;

import io.canaryrouter.rollout.Cause;
import io.canaryrouter.rollout.Change;

/** Reads the configuration again: all of it takes effect, or none. */
@FunctionalInterface
public interface Reload {
  /**
   * Reloads, on the calling thread.
   *
   * @return the revision and epoch in force afterwards
   * @throws io.canaryrouter.rollout.Refused when the state forbids it
   * @throws IllegalArgumentException with the findings when the file is wrong
   */
  Change reload(Cause cause);
}
