package io.canaryrouter.store;

/**
 * What a store holds of a router's state.
 *
 * @param revision counts its changes, from 1
 * @param body JSON text; the store does not look into it
 */
public record Document(long revision, String body) {
  public Document {
    if (revision < 1) {
      throw new IllegalArgumentException("a document's revision is at least 1, not " + revision);
    }
  }
}
