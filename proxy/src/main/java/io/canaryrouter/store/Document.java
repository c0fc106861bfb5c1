package io.canaryrouter.store;

/**
 * What a store holds of a router's state.
 *
 * @param revision counts its changes, from 1
 * @param body JSON text of at most {@value #MOST_CHARACTERS} characters; the store does not look
 *     into it
 */
public record Document(long revision, String body) {
  /** Longest body. */
  public static final int MOST_CHARACTERS = 256 * 1024;

  public Document {
    if (revision < 1) {
      throw new IllegalArgumentException("a document's revision is at least 1, not " + revision);
    }
    if (body.length() > MOST_CHARACTERS) {
      throw new IllegalArgumentException(
          "a document has at most " + MOST_CHARACTERS + " characters, not " + body.length());
    }
  }
}
