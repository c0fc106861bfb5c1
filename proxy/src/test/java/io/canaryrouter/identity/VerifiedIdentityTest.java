package io.canaryrouter.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.canaryrouter.identity.IdentitySettings.Anonymous;
import io.canaryrouter.identity.IdentitySettings.TokenSource;
import io.canaryrouter.testing.FakeClock;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Whom a request is routed as where signatures are checked. */
class VerifiedIdentityTest {
  private static final String GOOD_42 = token("{\"user_id\":42}", "secret");
  private static final String GOOD_7 = token("{\"user_id\":7}", "secret");
  private static final String FORGED_1 = token("{\"user_id\":1}", "guessed");
  private static final String FORGED_2 = token("{\"user_id\":2}", "guessed");
  private static final String NOBODY = token("{\"exp\":1}", "secret");
  private static final String EXPIRED = token("{\"user_id\":9,\"exp\":1}", "secret");

  private final FakeClock clock = new FakeClock();
  private final VerificationFigures figures = new VerificationFigures();

  @Test
  void aGoodTokenNamesAVerifiedUser() {
    assertThat(identify(OnFailure.ROUTE, GOOD_42, null))
        .isEqualTo(new UserKey("42", IdentitySource.HEADER, true));
    assertThat(identify(OnFailure.ANONYMOUS, GOOD_42, GOOD_7))
        .isEqualTo(new UserKey("42", IdentitySource.HEADER, true));
  }

  @Test
  void anExpiredTokenIsTheApplicationsAffair() {
    assertThat(identify(OnFailure.ANONYMOUS, EXPIRED, null))
        .isEqualTo(new UserKey("9", IdentitySource.HEADER, true));
  }

  @Test
  void aGoodTokenOfALaterSourceBeatsABadOne() {
    for (OnFailure onFailure : OnFailure.values()) {
      assertThat(identify(onFailure, FORGED_1, GOOD_42))
          .isEqualTo(new UserKey("42", IdentitySource.COOKIE, true));
    }
  }

  @Test
  void byRouteTheFirstReadableTokenRoutesWhenNoneIsGood() {
    assertThat(identify(OnFailure.ROUTE, FORGED_1, FORGED_2))
        .isEqualTo(new UserKey("1", IdentitySource.HEADER, false));
    assertThat(identify(OnFailure.ROUTE, NOBODY, FORGED_2))
        .isEqualTo(new UserKey("2", IdentitySource.COOKIE, false));
  }

  @Test
  void byAnonymousABadTokenIsAsGoodAsNone() {
    assertThat(identify(OnFailure.ANONYMOUS, FORGED_1, FORGED_2))
        .isEqualTo(new UserKey("192.0.2.7", IdentitySource.ADDRESS, false));
  }

  @Test
  void everyTokenIsCountedByWhatBecameOfItEachTime() {
    UserIdentifier identifier = identifier(OnFailure.ROUTE);
    for (int i = 0; i < 3; i++) {
      identifier.identify(request(FORGED_1, GOOD_42));
    }
    identifier.identify(request("Basic dTpw", NOBODY));
    identifier.identify(request(null, null));
    assertThat(figures.of(Verification.BAD_SIGNATURE)).isEqualTo(3);
    assertThat(figures.of(Verification.OK)).isEqualTo(3);
    assertThat(figures.of(Verification.UNUSABLE)).isEqualTo(2);
    assertThat(figures.of(Verification.UNCHECKED)).isZero();
    // What is remembered is not computed again.
    assertThat(Arrays.stream(figures.durations()).sum()).isEqualTo(2);
    assertThat(identifier.explain(FORGED_1).verification()).isEqualTo(Verification.BAD_SIGNATURE);
    assertThat(figures.of(Verification.BAD_SIGNATURE)).isEqualTo(3);
  }

  @Test
  void withoutVerificationAnyTokenRoutesAndIsCountedAsUnchecked() {
    UserIdentifier identifier =
        new UserIdentifier(
            new IdentitySettings(sources(), List.of("user_id"), List.of()), new Random(1));
    assertThat(identifier.identify(request(FORGED_1, GOOD_42)))
        .isEqualTo(new UserKey("1", IdentitySource.HEADER, false));
    assertThat(identifier.figures().of(Verification.UNCHECKED)).isEqualTo(1);
    assertThat(identifier.verification()).isNull();
  }

  @Test
  void suddenFailuresAreToldInTheStatus() throws Exception {
    VerifySettings verify = verify(OnFailure.ROUTE);
    try (TokenVerification verification =
        new TokenVerification(verify, figures, clock, null, new Random(1))) {
      UserIdentifier identifier =
          new UserIdentifier(settings(verify), new Random(1), figures, verification);
      for (int i = 0; i < 100; i++) {
        identifier.identify(request(i < 60 ? FORGED_1 : GOOD_42, null));
      }
      verification.turn();
      assertThat(verification.status().failures().isJump()).isFalse();
      clock.advanceSeconds(10);
      verification.turn();
      assertThat(verification.status())
          .isEqualTo(
              new VerificationStatus(OnFailure.ROUTE, new FailureShare(true, 60, 100, 0), null));
      assertThat(verification.status().failures().sentence())
          .isEqualTo(
              "60 of 100 tokens in the last minute could not be verified; before, it was 0.0%");
    }
  }

  @Test
  void anExplanationSaysWhatFollowsFromABadSignature() {
    for (OnFailure onFailure : OnFailure.values()) {
      UserIdentifier identifier = identifier(onFailure);
      assertThat(identifier.explain(FORGED_1).sentence(identifier.settings()))
          .startsWith("no key in force has signed it")
          .contains("on-failure: " + onFailure.name().toLowerCase(Locale.ROOT));
      assertThat(identifier.explain(GOOD_42).sentence(identifier.settings()))
          .isEqualTo("its signature is good");
    }
  }

  private UserKey identify(OnFailure onFailure, @Nullable String header, @Nullable String cookie) {
    return identifier(onFailure).identify(request(header, cookie));
  }

  private UserIdentifier identifier(OnFailure onFailure) {
    VerifySettings verify = verify(onFailure);
    return new UserIdentifier(
        settings(verify),
        new Random(1),
        figures,
        new TokenVerification(verify, figures, clock, null, new Random(1)));
  }

  private static VerifySettings verify(OnFailure onFailure) {
    return new VerifySettings(
        Set.of(JwsAlgorithm.HS256), List.of("new", "secret"), List.of(), null, onFailure);
  }

  private static IdentitySettings settings(VerifySettings verify) {
    return new IdentitySettings(
        sources(), List.of("user_id"), List.of(Anonymous.ADDRESS), verify, null);
  }

  private static List<TokenSource> sources() {
    return List.of(
        TokenSource.parse("header:Authorization"), TokenSource.parse("cookie:access_token"));
  }

  private static String token(String claims, String secret) {
    return SignedTokens.hmac(
        JwsAlgorithm.HS256, "", claims, secret.getBytes(StandardCharsets.UTF_8));
  }

  private static RequestView request(@Nullable String header, @Nullable String cookie) {
    return new RequestView() {
      @Override
      public @Nullable String field(String name) {
        return name.equals("Authorization")
            ? header
            : cookie == null ? null : "access_token=" + cookie;
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
