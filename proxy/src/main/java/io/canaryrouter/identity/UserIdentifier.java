package io.canaryrouter.identity;

import io.canaryrouter.identity.IdentitySettings.Anonymous;
import io.canaryrouter.identity.IdentitySettings.TokenSource;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Finds out whom a request is routed as.
 *
 * <p>Sources are tried in order, and the claims in order within each; the first usable candidate
 * wins, and an unusable one is passed over. When none is left, the first anonymous rule that
 * applies stands in; after the last one it is nobody.
 *
 * <p>Thread safety: may be called from any thread, provided the random generator may.
 */
public final class UserIdentifier {
  private final IdentitySettings settings;
  private final JwtReader tokens;
  private final RandomGenerator random;

  /** The generator makes the keys of {@link Anonymous#RANDOM}; it must be safe for many threads. */
  public UserIdentifier(IdentitySettings settings, RandomGenerator random) {
    this.settings = settings;
    this.tokens = new JwtReader(settings.claims());
    this.random = random;
  }

  /** Whom the request is routed as; never throws on bad input. */
  public UserKey identify(RequestView request) {
    for (TokenSource source : settings.from()) {
      String token = TokenFields.find(source, request);
      String claim = token == null ? null : tokens.read(token);
      if (claim != null) {
        return new UserKey(claim, sourceOf(source));
      }
    }
    for (Anonymous rule : settings.anonymous()) {
      UserKey key = anonymous(rule, request);
      if (key != null) {
        return key;
      }
    }
    return UserKey.NONE;
  }

  /** The key that a token alone leads to, or null when it is unusable. */
  public @Nullable String keyOf(String token) {
    return tokens.read(token);
  }

  private @Nullable UserKey anonymous(Anonymous rule, RequestView request) {
    return switch (rule) {
      case BLUE -> UserKey.NONE;
      case RANDOM -> new UserKey(Long.toHexString(random.nextLong()), IdentitySource.RANDOM);
      case ADDRESS -> {
        String address = request.clientAddress();
        yield address.isEmpty() ? null : new UserKey(address, IdentitySource.ADDRESS);
      }
    };
  }

  private static IdentitySource sourceOf(TokenSource source) {
    return switch (source.kind()) {
      case HEADER -> IdentitySource.HEADER;
      case COOKIE -> IdentitySource.COOKIE;
      case QUERY -> IdentitySource.QUERY;
    };
  }
}
