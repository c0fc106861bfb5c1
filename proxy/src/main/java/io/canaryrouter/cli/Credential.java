package io.canaryrouter.cli;

import io.canaryrouter.identity.IdentitySettings.TokenSource;
import java.util.Locale;

/** A user's token, sent where the router would look for it first. Never shown. */
final class Credential {
  private final TokenSource source;
  private final String token;

  Credential(TokenSource source, String token) {
    this.source = source;
    this.token = token;
  }

  /** The path, with the token in its query where it belongs there. */
  String target(String path) {
    return source.kind() == TokenSource.Kind.QUERY
        ? path + (path.contains("?") ? "&" : "?") + source.name() + "=" + token
        : path;
  }

  /** The lines of a request's head that hold it. */
  String[] fields() {
    return switch (source.kind()) {
      case HEADER -> new String[] {source.name() + ": " + scheme() + token};
      case COOKIE -> new String[] {"Cookie: " + source.name() + "=" + token};
      case QUERY -> new String[0];
    };
  }

  private String scheme() {
    return source.name().toLowerCase(Locale.ROOT).equals("authorization") ? "Bearer " : "";
  }
}
