package io.canaryrouter.store;

import java.util.Optional;

/** A look at what lies in a store. */
@FunctionalInterface
interface Reading {
  /** What lies there, or empty when nothing does. */
  Optional<Envelope> there() throws StoreException;

  /**
   * Whether what lies there can be read; if not, it has to be kept aside before it is replaced.
   *
   * @throws StoreException when the store cannot be asked
   */
  static boolean succeeds(Reading reading) throws StoreException {
    try {
      reading.there();
      return true;
    } catch (StoreException e) {
      if (e.kind() == StoreException.Kind.UNREACHABLE) {
        throw e;
      }
      return false;
    }
  }
}
