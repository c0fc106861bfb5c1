package io.canaryrouter.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.security.KeyPair;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class JwkSetReaderTest {
  private static final KeyPair RSA = SignedTokens.keys(JwsAlgorithm.RS256);
  private static final Set<JwsAlgorithm> ALL = EnumSet.allOf(JwsAlgorithm.class);

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"HS256", "HS384", "HS512"})
  void everyKindOfPublicKeyIsRead(JwsAlgorithm algorithm) throws IOException {
    // Ten pairs, since a point has two halves that it may lie in.
    for (int i = 0; i < 10; i++) {
      KeyPair keys =
          switch (algorithm) {
            case ES256, ES384, ES512, EDDSA -> newPair(algorithm);
            default -> RSA;
          };
      List<VerificationKey> read =
          JwkSetReader.read(SignedTokens.jwks(SignedTokens.jwk(keys, ",\"kid\":\"a\"")), ALL);
      assertThat(read).hasSize(1);
      assertThat(read.get(0).kid()).isEqualTo("a");
      assertThat(read.get(0).fits(algorithm)).isTrue();
      assertThat(((PublicSignatureKey) read.get(0)).key()).isEqualTo(keys.getPublic());
    }
  }

  private static KeyPair newPair(JwsAlgorithm algorithm) {
    return SignedTokens.newKeys(
        switch (algorithm) {
          case ES256 -> "EC secp256r1";
          case ES384 -> "EC secp384r1";
          case ES512 -> "EC secp521r1";
          default -> "Ed25519";
        });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ",\"use\":\"enc\"",
        ",\"key_ops\":[\"encrypt\"]",
        ",\"key_ops\":[]",
        ",\"alg\":\"RSA-OAEP\"",
        ",\"alg\":\"ES256\"",
        ",\"alg\":\"none\"",
        ",\"alg\":\"HS256\""
      })
  void aKeyThatIsMeantForSomethingElseIsLeftOut(String more) {
    String set = SignedTokens.jwks(SignedTokens.jwk(RSA, more));
    assertThatThrownBy(() -> JwkSetReader.read(set, ALL))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("no key in it fits");
  }

  @Test
  void aKeyForOneAlgorithmServesThatOneOnly() throws IOException {
    VerificationKey key =
        JwkSetReader.read(
                SignedTokens.jwks(
                    SignedTokens.jwk(
                        RSA, ",\"alg\":\"PS256\",\"use\":\"sig\",\"key_ops\":[\"verify\"]")),
                ALL)
            .get(0);
    assertThat(key.fits(JwsAlgorithm.PS256)).isTrue();
    assertThat(key.fits(JwsAlgorithm.RS256)).isFalse();
  }

  @Test
  void keysThatNoAllowedAlgorithmNeedsAreLeftOut() throws IOException {
    String set =
        SignedTokens.jwks(
            SignedTokens.jwk(RSA, ""), SignedTokens.jwk(SignedTokens.keys("Ed25519"), ""));
    assertThat(JwkSetReader.read(set, Set.of(JwsAlgorithm.EDDSA))).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"kty\":\"oct\",\"k\":\"AAAA\",\"alg\":\"HS256\"}",
        "{\"kty\":\"XYZ\",\"kid\":\"future\"}",
        "{\"kty\":\"RSA\",\"n\":\"AQAB\",\"e\":\"AQAB\"}",
        "{\"kty\":\"RSA\",\"n\":\"***\",\"e\":\"AQAB\"}",
        "{\"kty\":\"RSA\"}",
        "{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"AQAB\",\"y\":\"AQAB\"}",
        "{\"kty\":\"EC\",\"crv\":\"secp256k1\",\"x\":\"AQAB\",\"y\":\"AQAB\"}",
        "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"\"}",
        "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"AQAB\",\"x5c\":[\"AAAA\"]}",
        "{\"kty\":\"OKP\",\"crv\":\"X25519\",\"x\":\"AQAB\"}",
        "{}",
        "{\"kty\":7}"
      })
  void whatCannotBeUsedDoesNotSpoilTheOthers(String useless) throws IOException {
    String set = SignedTokens.jwks(useless, SignedTokens.jwk(RSA, ",\"kid\":\"good\""));
    List<VerificationKey> keys =
        JwkSetReader.read(set, EnumSet.complementOf(EnumSet.of(JwsAlgorithm.EDDSA)));
    assertThat(keys).extracting(VerificationKey::kid).containsExactly("good");
  }

  @Test
  void aWeakKeyIsLeftOut() {
    String set = SignedTokens.jwks(SignedTokens.jwk(SignedTokens.keys("RSA 1024"), ""));
    assertThatThrownBy(() -> JwkSetReader.read(set, ALL)).hasMessageContaining("2048 bits");
  }

  @Test
  void anEndlessSetIsCutOff() throws IOException {
    String one = SignedTokens.jwk(RSA, "");
    String set = SignedTokens.jwks(Collections.nCopies(200, one).toArray(String[]::new));
    assertThat(JwkSetReader.read(set, ALL)).hasSize(JwkSetReader.MAX_KEYS);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "<html>",
        "{\"keys\":",
        "{\"keys\":{}}",
        "{\"keys\":[1]}",
        "{\"keys\":\"a\"}"
      })
  void whatIsNoSetOfKeysIsRefusedWithASentence(String text) {
    assertThatThrownBy(() -> JwkSetReader.read(text, ALL)).isInstanceOf(IOException.class);
  }

  @Test
  void aSetNestedWithoutEndIsRefused() {
    String nested = "{\"keys\":" + "[".repeat(100_000);
    assertThatThrownBy(() -> JwkSetReader.read(nested, ALL)).isInstanceOf(IOException.class);
  }

  @Test
  void anEmptySetIsRefusedSoThatTheOldOneStays() {
    assertThatThrownBy(() -> JwkSetReader.read("{\"keys\":[]}", ALL))
        .isInstanceOf(IOException.class);
    assertThatThrownBy(() -> JwkSetReader.read("{}", ALL)).isInstanceOf(IOException.class);
  }
}
