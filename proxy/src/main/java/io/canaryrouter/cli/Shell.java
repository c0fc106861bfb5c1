package io.canaryrouter.cli;

import java.io.PrintWriter;
import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * What a command sees of the world, so that tests can be the world.
 *
 * @param command how the launcher was called, for commands that somebody may type next
 * @param environment the environment's variables
 * @param out for answers
 * @param err for findings and complaints
 * @param isTerminal whether a person looks at {@code out}
 * @param nextSecond waits for a second; false when there is none to wait for any more
 */
record Shell(
    String command,
    Map<String, String> environment,
    PrintWriter out,
    PrintWriter err,
    boolean isTerminal,
    BooleanSupplier nextSecond) {

  /** The variable's value, or the fallback when it is unset or empty. */
  String variable(String name, String fallback) {
    String value = environment.getOrDefault(name, "");
    return value.isEmpty() ? fallback : value;
  }

  /** Whether colours and redrawing are welcome; https://no-color.org says when they are not. */
  boolean isAnsi() {
    return isTerminal && environment.getOrDefault("NO_COLOR", "").isEmpty();
  }
}
