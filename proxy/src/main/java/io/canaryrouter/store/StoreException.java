package io.canaryrouter.store;

/** A store that could not do what it was asked; its message says what to do instead. */
public final class StoreException extends Exception {
  private static final long serialVersionUID = 1;

  /** Why it could not. */
  public enum Kind {
    /** No answer, or a refusal, of what holds the document; trying again may help. */
    UNREACHABLE,
    /** What is there cannot be read: cut, changed by another hand, or no document at all. */
    DAMAGED,
    /** What is there was written by a newer version. */
    NEWER
  }

  private final Kind kind;

  public StoreException(Kind kind, String sentence, Throwable cause) {
    super(sentence, cause);
    this.kind = kind;
  }

  public StoreException(Kind kind, String sentence) {
    super(sentence);
    this.kind = kind;
  }

  public Kind kind() {
    return kind;
  }
}
