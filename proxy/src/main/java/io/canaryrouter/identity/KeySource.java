package io.canaryrouter.identity;

/** Where the keys come from. Thread-safe; neither method waits. */
interface KeySource {
  /** The keys in force now. */
  KeySet keys();

  /** Tells that a token names a key that is not among them. */
  void wanted();

  /** Keys that never change. */
  static KeySource fixed(KeySet keys) {
    return new KeySource() {
      @Override
      public KeySet keys() {
        return keys;
      }

      @Override
      public void wanted() {
        // Nobody can bring another.
      }
    };
  }
}
