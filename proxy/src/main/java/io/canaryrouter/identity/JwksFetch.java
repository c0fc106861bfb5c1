package io.canaryrouter.identity;

import java.io.IOException;

/** Brings the text of a JWK Set (RFC 7517 section 5); may wait. */
interface JwksFetch extends AutoCloseable {
  /**
   * Asks for it.
   *
   * @throws IOException with a sentence for the user when it cannot be had
   */
  String fetch() throws IOException, InterruptedException;

  @Override
  void close();
}
