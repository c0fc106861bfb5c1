package io.canaryrouter.http;

import io.canaryrouter.split.Stack;

/**
 * Hears how the stacks' instances fare.
 *
 * <p>Thread safety: called on the event loop that probes the stack, in order; must return at once.
 */
public interface HealthListener {
  /** Nobody listens. */
  HealthListener NONE =
      new HealthListener() {
        @Override
        public void probed(Stack stack, boolean good) {}

        @Override
        public void changed(Stack stack, boolean up) {}
      };

  /** A probe of one of the stack's instances has ended. */
  void probed(Stack stack, boolean good);

  /** The stack as a whole has come up, or its last instance has gone down. */
  void changed(Stack stack, boolean up);
}
