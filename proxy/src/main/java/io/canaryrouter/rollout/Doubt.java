package io.canaryrouter.rollout;

/**
 * Why nobody can say which weight was set; blue is served meanwhile.
 *
 * @param kind what is wrong
 * @param sentence the same for a person, with what to do about it
 */
public record Doubt(Kind kind, String sentence) {

  /** What is wrong with the state. */
  public enum Kind {
    /** The store is there and holds none. */
    MISSING,
    /** It cannot be read. */
    DAMAGED,
    /** A newer version wrote it. */
    NEWER,
    /** It is another router's. */
    FOREIGN,
    /** The store does not answer. */
    UNREACHABLE,
    /** Another router leads with another green than this one's. */
    OTHER_GREEN
  }

  /** Whether a person's word is enough to begin a new state. */
  boolean isResolvedByWord() {
    return kind == Kind.MISSING || kind == Kind.DAMAGED;
  }

  /** Whether what is in the store is somebody else's to write. */
  boolean forbidsWriting() {
    return kind == Kind.NEWER || kind == Kind.FOREIGN;
  }
}
