package io.canaryrouter.judge;

import org.jspecify.annotations.Nullable;

/**
 * What the judge knows, and why, in one sentence and in figures. Immutable: one that has been
 * decided keeps the figures that it was decided by.
 *
 * @param level how bad it is
 * @param reason one word: the criterion that decided, a label value in metrics
 * @param sentence the numbers behind it, for a person
 * @param action what is to be done about it
 * @param evidence the same numbers as data; null when there are none
 */
public record Verdict(
    Level level, String reason, String sentence, Action action, @Nullable Evidence evidence) {

  /** A verdict whose level says what is to be done: everyone goes to blue when it is CRITICAL. */
  public Verdict(Level level, String reason, String sentence, @Nullable Evidence evidence) {
    this(
        level, reason, sentence, level == Level.CRITICAL ? Action.FAILOVER : Action.NONE, evidence);
  }

  /** One without figures. */
  public Verdict(Level level, String reason, String sentence) {
    this(level, reason, sentence, null);
  }

  /** The same with more to say. */
  Verdict and(String more) {
    return new Verdict(level, reason, sentence + more, action, evidence);
  }

  /** What a verdict asks for. */
  public enum Action {
    /** Everything stays as it is. */
    NONE,
    /** Everyone goes to blue for now, unlatched, until the verdict asks for it no longer. */
    AWAY,
    /** Everyone goes to blue until a person releases the latch. */
    FAILOVER
  }

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
