package io.canaryrouter.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.canaryrouter.testing.FakeClock;
import java.io.IOException;
import java.security.KeyPair;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class JwksKeysTest {
  private static final Set<JwsAlgorithm> ES256 = Set.of(JwsAlgorithm.ES256);
  private static final KeyPair OLD = SignedTokens.newKeys("EC secp256r1");
  private static final KeyPair NEW = SignedTokens.newKeys("EC secp256r1");

  private final FakeClock clock = new FakeClock();
  private final VerificationFigures figures = new VerificationFigures();
  private final Issuer issuer = new Issuer();

  /** ECDSA signs differently each time, and these are to be the same tokens again. */
  private final Map<String, String> tokens = new HashMap<>();

  private final JwksKeys keys =
      new JwksKeys("issuer", issuer, ES256, new RefreshPlan(() -> 0.5), clock);
  private final JwtReader reader =
      new JwtReader(List.of("user_id"), figures, new TokenVerifier(ES256, keys, figures, clock));

  @Test
  void beforeTheFirstSetNoTokenIsVerifiedAndNoneWaits() {
    assertThat(read("old", OLD)).isEqualTo(Verification.UNKNOWN_KEY);
    assertThat(keys.status()).isEqualTo(new JwksStatus(0, null, null));
  }

  @Test
  void aRotatedKeyIsFetchedWhenATokenNamesIt() throws Exception {
    issuer.publish("old", OLD);
    keys.turn();
    assertThat(read("old", OLD)).isEqualTo(Verification.OK);

    issuer.publish("new", NEW);
    clock.advanceSeconds(40);
    keys.turn();
    assertThat(issuer.fetches).isEqualTo(1);
    assertThat(read("new", NEW)).isEqualTo(Verification.UNKNOWN_KEY);
    keys.turn();
    assertThat(issuer.fetches).isEqualTo(2);
    assertThat(read("new", NEW)).isEqualTo(Verification.OK);
  }

  @Test
  void whatWasVerifiedWithAKeyThatIsGoneIsForgotten() throws Exception {
    issuer.publish("old", OLD);
    keys.turn();
    assertThat(read("old", OLD)).isEqualTo(Verification.OK);
    issuer.publish("new", NEW);
    clock.advanceSeconds(301);
    keys.turn();
    assertThat(read("old", OLD)).isEqualTo(Verification.UNKNOWN_KEY);
  }

  @Test
  void anEqualSetKeepsWhatWasVerified() throws Exception {
    issuer.publish("old", OLD);
    keys.turn();
    read("old", OLD);
    clock.advanceSeconds(301);
    keys.turn();
    read("old", OLD);
    assertThat(issuer.fetches).isEqualTo(2);
    assertThat(Arrays.stream(figures.durations()).sum()).isEqualTo(1);
  }

  @Test
  void whileTheSetCannotBeHadTheLastOneStaysInForce() throws Exception {
    issuer.publish("old", OLD);
    keys.turn();
    for (String answer : new String[] {null, "{}", "<html>", "{\"keys\":[]}"}) {
      issuer.answer = answer;
      clock.advanceSeconds(301);
      keys.turn();
      assertThat(read("old", OLD)).isEqualTo(Verification.OK);
      assertThat(keys.status().trouble()).isNotNull();
    }
    assertThat(keys.status().keys()).isEqualTo(1);
    assertThat(keys.status().ageSeconds()).isEqualTo(4 * 301);
    issuer.publish("old", OLD);
    clock.advanceSeconds(301);
    keys.turn();
    assertThat(keys.status()).isEqualTo(new JwksStatus(1, 0L, null));
  }

  @Test
  void inventedKeysMakeOneFetchInHalfAMinuteAtMost() throws Exception {
    issuer.publish("old", OLD);
    keys.turn();
    for (int second = 0; second < 120; second++) {
      clock.advanceSeconds(1);
      for (int i = 0; i < 5; i++) {
        assertThat(read("invented" + second + i, NEW)).isEqualTo(Verification.UNKNOWN_KEY);
      }
      keys.turn();
    }
    assertThat(issuer.fetches).isEqualTo(5);
  }

  private Verification read(String kid, KeyPair signer) {
    String token = tokens.computeIfAbsent(kid, name -> token(name, signer));
    return reader.read(token).verification();
  }

  private static String token(String kid, KeyPair signer) {
    return SignedTokens.sign(
        JwsAlgorithm.ES256, ",\"kid\":\"" + kid + "\"", SignedTokens.CLAIMS, signer);
  }

  /** Answers what it is told to, or not at all. */
  private static final class Issuer implements JwksFetch {
    private @Nullable String answer;
    private int fetches;

    void publish(String kid, KeyPair pair) {
      answer = SignedTokens.jwks(SignedTokens.jwk(pair, ",\"kid\":\"" + kid + "\""));
    }

    @Override
    public String fetch() throws IOException {
      fetches++;
      if (answer == null) {
        throw new IOException("out of reach");
      }
      return answer;
    }

    @Override
    public void close() {}
  }
}
