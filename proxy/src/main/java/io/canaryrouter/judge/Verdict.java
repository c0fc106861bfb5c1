package io.canaryrouter.judge;

/**
 * What the judge knows, and why, in one sentence.
 *
 * @param level how bad it is
 * @param reason one word: the criterion that decided, a label value in metrics
 * @param sentence the numbers behind it, for a person
 */
public record Verdict(Level level, String reason, String sentence) {

  /** Levels in the order of severity. */
  public enum Level {
    OK,
    /** Not enough is known yet; nothing may advance on it. */
    INCONCLUSIVE,
    /** Freezes a ramp. */
    WARNING,
    /** Everyone goes to blue. */
    CRITICAL
  }
}
