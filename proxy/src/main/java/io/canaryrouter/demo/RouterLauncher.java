package io.canaryrouter.demo;

import java.io.IOException;
import java.net.URI;

/** Starts the router that the demo shows; the demo knows no more of it than any user does. */
@FunctionalInterface
public interface RouterLauncher {
  /**
   * Starts a router.
   *
   * @param yaml its whole configuration
   * @throws IOException when it cannot listen
   */
  Running start(String yaml) throws IOException;

  /** A router that serves. */
  interface Running extends AutoCloseable {
    /** Where clients call. */
    URI traffic();

    /** Where operators call. */
    URI admin();

    /** Ends it, after the requests in flight. */
    @Override
    void close();
  }
}
