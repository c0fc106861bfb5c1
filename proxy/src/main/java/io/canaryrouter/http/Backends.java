package io.canaryrouter.http;

import io.canaryrouter.split.Stack;

/** Both stacks at one moment; immutable, swapped as a whole by a reload. */
record Backends(Backend blue, Backend green) {
  Backend of(Stack stack) {
    return stack == Stack.BLUE ? blue : green;
  }
}
