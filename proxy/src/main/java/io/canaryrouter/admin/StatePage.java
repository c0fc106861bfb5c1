package io.canaryrouter.admin;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;

/**
 * The page that shows the state to a person. Immutable.
 *
 * <p>The page itself holds nothing secret and is open; it asks the API for the state, with the
 * token that the person types in.
 */
final class StatePage {
  /** Nothing is fetched from elsewhere, and nobody may frame it. */
  private static final String POLICY =
      "default-src 'none'; style-src 'self' 'unsafe-inline'; script-src 'self' 'unsafe-inline';"
          + " connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none';"
          + " frame-ancestors 'none'";

  private final byte[] html;

  StatePage() {
    try (InputStream page = StatePage.class.getResourceAsStream("state.html")) {
      if (page == null) {
        throw new IllegalStateException("state.html is missing from the jar");
      }
      html = page.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException("state.html cannot be read from the jar", e);
    }
  }

  Answer answer() {
    return new Answer(200, "text/html; charset=utf-8", html, Map.of())
        .with("Content-Security-Policy", POLICY);
  }
}
