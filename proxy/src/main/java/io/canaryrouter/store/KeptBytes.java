package io.canaryrouter.store;

import io.canaryrouter.store.StoreException.Kind;

/** What every store asks of the bytes that it keeps, and of their name. */
final class KeptBytes {
  private KeptBytes() {}

  static void requireName(String name) {
    if (!name.matches("[a-z][a-z0-9-]{0,40}")) {
      throw new IllegalArgumentException(
          "a name for bytes has small letters, digits and hyphens, not " + name);
    }
  }

  static void requireFitting(String name, byte[] content) {
    requireName(name);
    if (content.length > Store.MOST_BYTES) {
      throw new IllegalArgumentException(
          "at most " + Store.MOST_BYTES + " bytes can be kept, not " + content.length);
    }
  }

  /** For what no router has written. */
  static StoreException damaged(String name, String where) {
    return new StoreException(
        Kind.DAMAGED,
        "the " + name + " beside the state in " + where + " was not written by a router");
  }
}
