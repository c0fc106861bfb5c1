package io.canaryrouter.rollout;

/** A command that the present state forbids; its message says what to do instead. */
public final class Refused extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** Why it was refused. */
  public enum Kind {
    /** The state forbids it. */
    STATE,
    /** The caller named a revision that is not the newest. */
    STALE,
    /** It could not be remembered. */
    STORE
  }

  private final Kind kind;

  /** A refusal with a sentence for the caller. */
  public Refused(Kind kind, String sentence) {
    // It is an answer and no fault of the program, so nobody needs its stack trace.
    super(sentence, null, false, false);
    this.kind = kind;
  }

  /** Why it was refused. */
  public Kind kind() {
    return kind;
  }
}
