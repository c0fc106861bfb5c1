package io.canaryrouter.identity;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads a user's key from the claims of a JSON Web Token (RFC 7519), unverified: good enough to
 * route by, since the application checks the token itself.
 *
 * <p>A usable token is at most {@value #MAX_TOKEN_CHARS} characters long and has three parts, the
 * second of which is base64url of one JSON object in UTF-8. What was read, or that nothing could
 * be, is remembered for the tokens seen last, in about {@value #CACHE_BYTES} bytes of heap.
 *
 * <p>Thread safety: may be called from any thread. Cost: a look-up for a known token; linear in the
 * token's length for a new one, and no exception however bad it is.
 */
public final class JwtReader {
  /** Longest token that is looked at. */
  public static final int MAX_TOKEN_CHARS = 8 * 1024;

  /** Bound on the memory of the remembered tokens. */
  static final long CACHE_BYTES = 8L * 1024 * 1024;

  /** What an entry costs beside its characters: two strings, their arrays, the cache's node. */
  private static final int ENTRY_BYTES = 200;

  /** Stands in the cache for a token without a usable claim; a usable one is never empty. */
  private static final String UNUSABLE = "";

  private final List<String> claims;
  private final Cache<String, String> keys;

  /** Looks for these claims, in this order. */
  public JwtReader(List<String> claims) {
    this.claims = List.copyOf(claims);
    // Housekeeping on the calling thread is some list links an entry; a pool would only be another
    // set of threads to bound.
    this.keys =
        Caffeine.newBuilder()
            .maximumWeight(CACHE_BYTES)
            .weigher((String token, String key) -> ENTRY_BYTES + token.length() + 2 * key.length())
            .executor(Runnable::run)
            .build();
  }

  /** The text of the first usable claim, or null when the token has none. */
  public @Nullable String read(String token) {
    if (token.length() > MAX_TOKEN_CHARS) {
      return null;
    }
    String key = keys.getIfPresent(token);
    if (key == null) {
      String claim = claim(token);
      key = claim == null ? UNUSABLE : claim;
      keys.put(token, key);
    }
    return key.isEmpty() ? null : key;
  }

  private @Nullable String claim(String token) {
    int first = token.indexOf('.');
    int second = token.indexOf('.', first + 1);
    if (first < 1
        || second < 0
        || !Base64Url.isText(token, 0, first)
        || !Base64Url.isText(token, second + 1, token.length())) {
      return null;
    }
    byte[] payload = Base64Url.decode(token, first + 1, second);
    if (payload == null) {
      return null;
    }
    CharBuffer json = CharBuffer.allocate(payload.length);
    // Asked this way, the decoder reports malformed UTF-8 as a result and not as an exception.
    boolean isMalformed =
        StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(payload), json, true).isError();
    return isMalformed ? null : new ClaimScanner(json.array(), json.position(), claims).scan();
  }
}
