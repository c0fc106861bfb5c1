package io.canaryrouter.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.canaryrouter.testing.Footprint;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** However many tokens there are, and whatever is in them, few are remembered. */
class ManyTokensTest {
  private static final int TOKENS = 1_000_000;
  private static final int LONGEST = 5_000;

  /** Beside the weight: every character taken as two bytes, and what is there without tokens. */
  private static final long MOST_BYTES = 2 * JwtReader.CACHE_BYTES;

  private final UserIdentifier identifier =
      new UserIdentifier(IdentitySettings.DEFAULTS, new Random(1));

  @Test
  void aMillionUsersWithATokenEachAreAllNamedAndMostlyForgotten() {
    for (int user = 0; user < TOKENS; user++) {
      String token = Tokens.of("{\"user_id\":" + user + "}");
      assertNamed(user, identifier.identify(bearing(token)));
    }
    assertThat(identifier.figures().of(Verification.UNCHECKED)).isEqualTo(TOKENS);
    requireBounded();
  }

  @Test
  void longTokensAndLongClaimsCountByTheirLength() {
    for (int user = 0; user < TOKENS / 1_000; user++) {
      String name = user + "x".repeat(LONGEST);
      assertThat(identifier.identify(bearing(Tokens.of("{\"sub\":\"" + name + "\"}"))).text())
          .isEqualTo(name);
    }
    requireBounded();
  }

  @Test
  void whatIsNoTokenIsNoLessBounded() {
    for (int attempt = 0; attempt < TOKENS / 10; attempt++) {
      UserKey key = identifier.identify(bearing(attempt + ".x.y"));
      if (key.source() != IdentitySource.ADDRESS) {
        throw new AssertionError(attempt + " is taken for " + key);
      }
    }
    requireBounded();
  }

  /** A million calls of AssertJ would take longer than what they look at. */
  private static void assertNamed(int user, UserKey key) {
    if (!String.valueOf(user).equals(key.text())) {
      throw new AssertionError(user + " is taken for " + key);
    }
  }

  private void requireBounded() {
    assertThat(Footprint.of(identifier)).isBetween(JwtReader.CACHE_BYTES / 4, MOST_BYTES);
  }

  private static RequestView bearing(String token) {
    return new RequestView() {
      @Override
      public @Nullable String field(String name) {
        return name.equalsIgnoreCase("Authorization") ? "Bearer " + token : null;
      }

      @Override
      public String target() {
        return "/";
      }

      @Override
      public String clientAddress() {
        return "192.0.2.7";
      }
    };
  }
}
