package io.canaryrouter.identity;

import org.jspecify.annotations.Nullable;

/**
 * What one token says.
 *
 * @param claim the text of its first usable claim, or null when it is unusable
 * @param verification what became of its signature
 */
public record TokenReading(@Nullable String claim, Verification verification) {
  static final TokenReading UNUSABLE = new TokenReading(null, Verification.UNUSABLE);

  /** Whether it is verified, why not, and what follows from that, for people. */
  public String sentence(IdentitySettings settings) {
    VerifySettings verify = settings.verify();
    if (!verification.isFailure() || verify == null) {
      return verification.sentence();
    }
    return verification.sentence()
        + switch (verify.onFailure()) {
          case ROUTE -> "; on-failure: route, so its claim routes unless another token is good";
          case ANONYMOUS ->
              "; on-failure: anonymous, so a request with it is an anonymous visitor's";
        };
  }
}
