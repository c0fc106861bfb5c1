package io.canaryrouter.rollout;

import org.jspecify.annotations.Nullable;

/**
 * Who wants a change, and why.
 *
 * @param by a token's name, {@code guard}, {@code file}
 * @param reason for people; control characters are blanked so that it stays one line in every log
 * @param seenRevision the revision that the caller has seen, or null when any will do
 */
public record Cause(String by, String reason, @Nullable Long seenRevision) {
  /** Longest reason, in characters. */
  public static final int MAX_REASON_CHARS = 500;

  public Cause {
    if (reason.isBlank()) {
      throw new IllegalArgumentException("say why: \"reason\" must not be empty");
    }
    if (reason.length() > MAX_REASON_CHARS) {
      throw new IllegalArgumentException(
          "\"reason\" has at most " + MAX_REASON_CHARS + " characters, not " + reason.length());
    }
    reason = reason.replaceAll("\\p{Cntrl}", " ").trim();
  }

  /** A cause that holds at any revision. */
  public static Cause of(String by, String reason) {
    return new Cause(by, reason, null);
  }
}
