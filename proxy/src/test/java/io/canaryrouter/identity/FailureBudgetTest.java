package io.canaryrouter.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.canaryrouter.testing.FakeClock;
import java.security.KeyPair;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FailureBudgetTest {
  private static final long MILLI = 1_000_000;

  private final FakeClock clock = new FakeClock();
  private final FailureBudget budget = new FailureBudget(clock.getAsLong());

  @Test
  void burstsOfATenthOfASecondAreAllowedAndComeBackInASecond() {
    assertThat(spendAll(MILLI)).isEqualTo(100);
    clock.advanceMillis(10);
    assertThat(spendAll(MILLI)).isEqualTo(1);
    clock.advanceSeconds(1);
    assertThat(spendAll(MILLI)).isEqualTo(100);
    clock.advanceSeconds(3_600);
    assertThat(spendAll(MILLI)).isEqualTo(100);
  }

  @Test
  void aPauseOfTheThreadIsNotSpent() {
    assertThat(spendAll(3_600_000 * MILLI)).isEqualTo(10);
  }

  @Test
  void forgedTokensBeyondItAreNotCheckedAndNotRemembered() {
    KeyPair keys = SignedTokens.keys(JwsAlgorithm.ES256);
    VerificationFigures figures = new VerificationFigures();
    // Each look at the clock takes a millisecond, hence each check.
    JwtReader reader =
        new JwtReader(
            List.of("user_id"),
            figures,
            new TokenVerifier(
                Set.of(JwsAlgorithm.ES256),
                KeySource.fixed(
                    new KeySet(0, List.of(PublicSignatureKey.of(null, keys.getPublic())))),
                figures,
                () -> clock.advanceMillis(1).getAsLong()));
    String honest = SignedTokens.sign(JwsAlgorithm.ES256);
    String unsigned = honest.substring(0, honest.lastIndexOf('.') + 1);
    Random random = new Random(1);
    byte[] noise = new byte[64];
    for (int i = 0; i < 500; i++) {
      random.nextBytes(noise);
      reader.read(unsigned + SignedTokens.base64(noise));
    }
    assertThat(figures.of(Verification.BAD_SIGNATURE)).isBetween(100L, 200L);
    assertThat(figures.of(Verification.POSTPONED)).isGreaterThan(200);

    assertThat(reader.read(honest).verification()).isEqualTo(Verification.POSTPONED);
    assertThat(reader.read(honest).claim()).isEqualTo("42");
    clock.advanceSeconds(1);
    assertThat(reader.read(honest).verification()).isEqualTo(Verification.OK);
  }

  @Test
  void goodSignaturesCostNothing() {
    KeyPair keys = SignedTokens.keys(JwsAlgorithm.EDDSA);
    TokenVerifier verifier =
        new TokenVerifier(
            Set.of(JwsAlgorithm.EDDSA),
            KeySource.fixed(new KeySet(0, List.of(PublicSignatureKey.of(null, keys.getPublic())))),
            new VerificationFigures(),
            () -> clock.advanceMillis(1).getAsLong());
    TokenParts token = Objects.requireNonNull(TokenParts.of(SignedTokens.sign(JwsAlgorithm.EDDSA)));
    for (int i = 0; i < 200; i++) {
      assertThat(verifier.verify(token)).isEqualTo(Verification.OK);
    }
  }

  /** How many checks of this length can be begun now. */
  private int spendAll(long nanos) {
    int begun = 0;
    while (budget.allows(clock.getAsLong())) {
      budget.spend(clock.getAsLong(), nanos);
      begun++;
    }
    return begun;
  }
}
