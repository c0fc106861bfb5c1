package io.canaryrouter.rollout;

import io.canaryrouter.judge.Evidence;
import io.canaryrouter.judge.Verdict;
import org.jspecify.annotations.Nullable;

/**
 * Who wants a change, and why.
 *
 * @param by a token's name, {@code guard}, {@code file}
 * @param reason for people; control characters are blanked so that it stays one line in every log
 * @param seenRevision the revision that the caller has seen, or null when any will do
 * @param evidence the figures that the judge decided by; null when a person or a file did
 */
public record Cause(
    String by, String reason, @Nullable Long seenRevision, @Nullable Evidence evidence) {
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

  /** A cause without figures. */
  public Cause(String by, String reason, @Nullable Long seenRevision) {
    this(by, reason, seenRevision, null);
  }

  /** A cause that holds at any revision. */
  public static Cause of(String by, String reason) {
    return new Cause(by, reason, null);
  }

  /** What the judge asks for must happen, however much it has to say about it. */
  static Cause of(Verdict verdict) {
    String sentence = verdict.sentence();
    String reason = sentence.substring(0, Math.min(sentence.length(), MAX_REASON_CHARS));
    return new Cause("guard", reason, null, verdict.evidence());
  }
}
