package io.canaryrouter.split;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What became of a request's override; the label {@code result} of {@code canary_overrides}. */
public enum OverrideReading {
  /** It is good and asks for blue. */
  BLUE(Stack.BLUE),
  /** It is good and asks for green. */
  GREEN(Stack.GREEN),
  /** It was good once. */
  EXPIRED(null),
  /** Its signature is not of this secret, or it is no override at all. */
  WRONG(null);

  private final @Nullable Stack stack;
  private final String label = name().toLowerCase(Locale.ROOT);

  OverrideReading(@Nullable Stack stack) {
    this.stack = stack;
  }

  /** The stack to go to, or null when the override is ignored. */
  public @Nullable Stack stack() {
    return stack;
  }

  /** The name as metrics write it. */
  public String label() {
    return label;
  }

  static OverrideReading to(Stack stack) {
    return stack == Stack.GREEN ? GREEN : BLUE;
  }
}
