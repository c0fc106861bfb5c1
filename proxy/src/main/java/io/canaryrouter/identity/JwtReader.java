package io.canaryrouter.identity;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads a user's key from the claims of a JSON Web Token (RFC 7519), and has its signature checked
 * when a verifier is there. Unverified it is good enough to route by, since the application checks
 * the token itself.
 *
 * <p>A usable token is at most {@value #MAX_TOKEN_CHARS} characters long and has three parts, the
 * second of which is base64url of one JSON object in UTF-8. What was found out is remembered for
 * the tokens seen last, in about {@value #CACHE_BYTES} bytes of heap; a signature is checked anew
 * when the keys have changed.
 *
 * <p>Thread safety: may be called from any thread. Cost: a look-up for a known token; linear in the
 * token's length for a new one, and no exception however bad it is.
 */
public final class JwtReader {
  /** Longest token that is looked at. */
  public static final int MAX_TOKEN_CHARS = 8 * 1024;

  /** Bound on the memory of the remembered tokens. */
  static final long CACHE_BYTES = 8L * 1024 * 1024;

  /** What an entry costs beside its characters: strings, their arrays, records, cache's node. */
  private static final int ENTRY_BYTES = 256;

  private final List<String> claims;
  private final VerificationFigures figures;
  private final @Nullable TokenVerifier verifier;
  private final Cache<String, Remembered> cache;

  /** What was found out about a token, and with which keys. */
  private record Remembered(TokenReading reading, long generation) {
    boolean holdsFor(long current) {
      return reading.claim() == null
          || (generation == current && reading.verification() != Verification.POSTPONED);
    }

    int weigh(String token) {
      String claim = reading.claim();
      return ENTRY_BYTES + token.length() + (claim == null ? 0 : 2 * claim.length());
    }
  }

  /** Looks for these claims, in this order, and checks no signature. */
  JwtReader(List<String> claims) {
    this(claims, new VerificationFigures(), null);
  }

  /** Looks for these claims, in this order, and has signatures checked if there is a verifier. */
  JwtReader(List<String> claims, VerificationFigures figures, @Nullable TokenVerifier verifier) {
    this.claims = List.copyOf(claims);
    this.figures = figures;
    this.verifier = verifier;
    // Housekeeping on the calling thread is some list links an entry; a pool would only be another
    // set of threads to bound.
    this.cache =
        Caffeine.newBuilder()
            .maximumWeight(CACHE_BYTES)
            .weigher((String token, Remembered known) -> known.weigh(token))
            .executor(Runnable::run)
            .build();
  }

  /** What a request's token says; counted. */
  TokenReading read(String token) {
    TokenReading reading = look(token);
    figures.count(reading.verification());
    return reading;
  }

  /** What a token says. */
  TokenReading look(String token) {
    if (token.length() > MAX_TOKEN_CHARS) {
      return TokenReading.UNUSABLE;
    }
    long generation = verifier == null ? 0 : verifier.generation();
    Remembered known = cache.getIfPresent(token);
    if (known == null || !known.holdsFor(generation)) {
      known = new Remembered(examine(token), generation);
      cache.put(token, known);
    }
    return known.reading();
  }

  private TokenReading examine(String token) {
    TokenParts parts = TokenParts.of(token);
    if (parts == null) {
      return TokenReading.UNUSABLE;
    }
    ClaimScanner payload = EncodedJson.decode(token, parts.first() + 1, parts.second(), claims);
    String claim = payload == null ? null : payload.scan();
    if (claim == null) {
      return TokenReading.UNUSABLE;
    }
    Verification verification = verifier == null ? Verification.UNCHECKED : verifier.verify(parts);
    return new TokenReading(claim, verification);
  }
}
