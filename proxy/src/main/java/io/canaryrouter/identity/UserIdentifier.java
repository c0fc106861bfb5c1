package io.canaryrouter.identity;

import io.canaryrouter.identity.IdentitySettings.Anonymous;
import io.canaryrouter.identity.IdentitySettings.TokenSource;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Finds out whom a request is routed as.
 *
 * <p>Sources are tried in order, and the claims in order within each; the first usable candidate
 * wins, and an unusable one is passed over. Where signatures are checked, the first good one wins,
 * wherever it stands; by {@link OnFailure#ROUTE} the first that can be read routes when none is
 * good. When none is left, the first anonymous rule that applies stands in; after the last one it
 * is nobody.
 *
 * <p>Thread safety: may be called from any thread, provided the random generator may.
 */
public final class UserIdentifier implements AutoCloseable {
  /**
   * Longest wait for keys that are fetched; from then on tokens are not verified until they come.
   */
  private static final long FIRST_KEYS_MILLIS = 3_000;

  private final IdentitySettings settings;
  private final VerificationFigures figures;
  private final @Nullable TokenVerification verification;
  private final JwtReader tokens;
  private final @Nullable RouterCookie cookie;
  private final RandomGenerator random;
  private final Function<String, TokenReading> counted;

  /**
   * For settings that check no signature.
   *
   * @param random makes the keys of {@link Anonymous#RANDOM}; it must be safe for many threads
   */
  public UserIdentifier(IdentitySettings settings, RandomGenerator random) {
    this(settings, random, new VerificationFigures(), null);
  }

  UserIdentifier(
      IdentitySettings settings,
      RandomGenerator random,
      VerificationFigures figures,
      @Nullable TokenVerification verification) {
    this.settings = settings;
    this.figures = figures;
    this.verification = verification;
    this.tokens =
        new JwtReader(
            settings.claims(), figures, verification == null ? null : verification.verifier());
    this.cookie = settings.cookie() == null ? null : new RouterCookie(settings.cookie());
    this.random = random;
    this.counted = tokens::read;
  }

  /**
   * For any settings. Keys that must be fetched are on their way afterwards, and waited for a few
   * seconds at most; {@link #close} ends that.
   *
   * @param figures count on from what was before
   */
  public static UserIdentifier start(
      IdentitySettings settings,
      RandomGenerator random,
      VerificationFigures figures,
      LongSupplier nanoClock) {
    VerifySettings verify = settings.verify();
    if (verify == null) {
      return new UserIdentifier(settings, random, figures, null);
    }
    TokenVerification verification = TokenVerification.start(verify, figures, nanoClock, random);
    verification.awaitKeys(FIRST_KEYS_MILLIS);
    return new UserIdentifier(settings, random, figures, verification);
  }

  /** Whom the request is routed as; never throws on bad input. */
  public UserKey identify(RequestView request) {
    return identify(request, counted);
  }

  private UserKey identify(RequestView request, Function<String, TokenReading> reader) {
    UserKey doubtful = null;
    for (TokenSource source : settings.from()) {
      String token = TokenFields.find(source, request);
      TokenReading reading = token == null ? TokenReading.UNUSABLE : reader.apply(token);
      if (reading.claim() != null) {
        boolean isGood = reading.verification() == Verification.OK;
        UserKey key = new UserKey(reading.claim(), sourceOf(source), isGood);
        if (!reading.verification().isFailure()) {
          return key;
        }
        doubtful = doubtful == null ? key : doubtful;
      }
    }
    return doubtful == null || !routesFailures() ? visitor(request) : doubtful;
  }

  private boolean routesFailures() {
    return verification == null || verification.onFailure() == OnFailure.ROUTE;
  }

  private UserKey visitor(RequestView request) {
    for (Anonymous rule : settings.anonymous()) {
      UserKey key = anonymous(rule, request);
      if (key != null) {
        return key;
      }
    }
    return UserKey.NONE;
  }

  /** Whom a request like this would be routed as, for whoever asks about it; not counted. */
  public UserKey explain(RequestView request) {
    return identify(request, tokens::look);
  }

  /** What a token alone says, for whoever asks about it; not counted. */
  public TokenReading explain(String token) {
    return tokens.look(token);
  }

  /** The router's own cookie, or null when visitors get none. */
  public @Nullable RouterCookie cookie() {
    return cookie;
  }

  /** What this was made of. */
  public IdentitySettings settings() {
    return settings;
  }

  /** What became of all tokens. */
  public VerificationFigures figures() {
    return figures;
  }

  /** How it stands with verification, or null when signatures are not checked. */
  public @Nullable VerificationStatus verification() {
    return verification == null ? null : verification.status();
  }

  /** Fetches no more keys; what is known stays usable. */
  @Override
  public void close() {
    if (verification != null) {
      verification.close();
    }
  }

  private @Nullable UserKey anonymous(Anonymous rule, RequestView request) {
    return switch (rule) {
      case BLUE -> UserKey.NONE;
      case COOKIE -> {
        RouterCookie.Reading held = cookie == null ? null : cookie.read(request);
        yield held == null ? null : new UserKey(held.key(), IdentitySource.ROUTER_COOKIE);
      }
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
