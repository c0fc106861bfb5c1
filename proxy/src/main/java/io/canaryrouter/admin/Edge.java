package io.canaryrouter.admin;

import io.canaryrouter.split.Stack;
import org.jspecify.annotations.Nullable;

/**
 * What the admin port needs to know of the data plane, which it must not import.
 *
 * <p>Thread safety: called from the admin port's threads; every call returns at once.
 */
public interface Edge {
  /** A stack as it is reached now. */
  StackInfo stack(Stack stack);

  /** An address as visitors are hashed by it, or null when the text is none. */
  @Nullable String address(String text);

  /** The kernel interface that carries the traffic. */
  String transport();

  /** Whether traffic is being accepted. */
  boolean isReady();
}
