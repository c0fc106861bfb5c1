package io.canaryrouter.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.interfaces.RSAPrivateKey;
import java.security.interfaces.RSAPublicKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokenVerifierTest {
  private static final byte[] SECRET = octets("k");
  private static final byte[] OTHER = octets("another secret, a long one for a change");

  @ParameterizedTest
  @EnumSource(names = {"HS256", "HS384", "HS512"})
  void aSecretOfAnyLengthVerifiesWhatWasSignedWithIt(JwsAlgorithm algorithm) {
    for (int length : new int[] {1, 5, 31, 32, 64, 65, 129, 1_000}) {
      byte[] secret = octets("s".repeat(length));
      String token = SignedTokens.hmac(algorithm, "", SignedTokens.CLAIMS, secret);
      assertThat(verify(token, algorithm, new SecretKey(secret))).isEqualTo(Verification.OK);
      assertThat(verify(token, algorithm, new SecretKey(OTHER)))
          .isEqualTo(Verification.BAD_SIGNATURE);
    }
  }

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"HS256", "HS384", "HS512"})
  void aPublicKeyVerifiesWhatWasSignedWithItsOther(JwsAlgorithm algorithm) {
    String token = SignedTokens.sign(algorithm);
    assertThat(verify(token, algorithm, key(algorithm))).isEqualTo(Verification.OK);
    KeyPair others =
        SignedTokens.newKeys(
            switch (algorithm) {
              case ES256 -> "EC secp256r1";
              case ES384 -> "EC secp384r1";
              case ES512 -> "EC secp521r1";
              case EDDSA -> "Ed25519";
              default -> "RSA 2048";
            });
    assertThat(verify(token, algorithm, PublicSignatureKey.of(null, others.getPublic())))
        .isEqualTo(Verification.BAD_SIGNATURE);
  }

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"HS256", "HS384", "HS512"})
  void noAlteredSignatureIsGoodAndNoneThrows(JwsAlgorithm algorithm) {
    long seed = 20_261_125;
    Random random = new Random(seed);
    String token = SignedTokens.sign(algorithm);
    int dot = token.lastIndexOf('.');
    byte[] signature = SignedTokens.octets(token.substring(dot + 1));
    VerificationKey key = key(algorithm);
    List<byte[]> altered = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      byte[] copy = signature.clone();
      copy[random.nextInt(copy.length)] ^= (byte) (1 << random.nextInt(8));
      altered.add(copy);
      byte[] noise = new byte[signature.length];
      random.nextBytes(noise);
      altered.add(noise);
    }
    for (int length : new int[] {0, 1, signature.length - 1, signature.length + 1, 6_000}) {
      altered.add(Arrays.copyOf(signature, length));
    }
    altered.add(filled(signature.length, 0xff));
    altered.add(filled(signature.length, 0));
    for (byte[] each : altered) {
      String forged = token.substring(0, dot + 1) + SignedTokens.base64(each);
      assertThat(verify(forged, algorithm, key))
          .as("seed %d: %s", seed, forged)
          .isEqualTo(Verification.BAD_SIGNATURE);
    }
  }

  @Test
  void noAlteredPaddingOfRsaIsGood() {
    KeyPair keys = SignedTokens.keys(JwsAlgorithm.RS256);
    BigInteger modulus = ((RSAPublicKey) keys.getPublic()).getModulus();
    BigInteger exponent = ((RSAPrivateKey) keys.getPrivate()).getPrivateExponent();
    String token = SignedTokens.sign(JwsAlgorithm.RS256);
    int dot = token.lastIndexOf('.');
    BigInteger good = new BigInteger(1, SignedTokens.octets(token.substring(dot + 1)));
    byte[] padded =
        fixed(good.modPow(((RSAPublicKey) keys.getPublic()).getPublicExponent(), modulus));
    for (int at = 0; at < padded.length; at += at < 190 ? 19 : 1) {
      byte[] altered = padded.clone();
      altered[at] ^= 1;
      BigInteger signature = new BigInteger(1, altered).modPow(exponent, modulus);
      String forged = token.substring(0, dot + 1) + SignedTokens.base64(fixed(signature));
      assertThat(verify(forged, JwsAlgorithm.RS256, key(JwsAlgorithm.RS256)))
          .as("octet %d", at)
          .isEqualTo(Verification.BAD_SIGNATURE);
    }
    byte[] sameNumberModulo = fixed(good.add(modulus));
    if (sameNumberModulo.length == padded.length) {
      String forged = token.substring(0, dot + 1) + SignedTokens.base64(sameNumberModulo);
      assertThat(verify(forged, JwsAlgorithm.RS256, key(JwsAlgorithm.RS256)))
          .isEqualTo(Verification.BAD_SIGNATURE);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "None", "NONE", "nOnE", "", "HS256 ", "hs256", "HS1", "A128KW"})
  void whatIsNoAllowedAlgorithmIsRefused(String name) {
    String header = "{\"alg\":\"" + name + "\"}";
    String unsigned =
        SignedTokens.base64(header) + "." + SignedTokens.base64(SignedTokens.CLAIMS) + ".";
    assertThat(verify(unsigned, JwsAlgorithm.HS256, new SecretKey(SECRET)))
        .isEqualTo(Verification.REFUSED_ALGORITHM);
    assertThat(
            verify(
                SignedTokens.withMac(header, SignedTokens.CLAIMS, SECRET),
                JwsAlgorithm.HS256,
                new SecretKey(SECRET)))
        .isEqualTo(Verification.REFUSED_ALGORITHM);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{\"typ\":\"JWT\"}", "{\"alg\":null}", "{\"alg\":[\"HS256\"]}"})
  void aHeaderWithoutAnAlgorithmIsRefused(String header) {
    assertThat(
            verify(
                SignedTokens.withMac(header, SignedTokens.CLAIMS, SECRET),
                JwsAlgorithm.HS256,
                new SecretKey(SECRET)))
        .isEqualTo(Verification.REFUSED_ALGORITHM);
  }

  @Test
  void anAlgorithmThatIsKnownButNotAllowedIsRefused() {
    String token = SignedTokens.hmac(JwsAlgorithm.HS512, "", SignedTokens.CLAIMS, SECRET);
    assertThat(verify(token, JwsAlgorithm.HS256, new SecretKey(SECRET)))
        .isEqualTo(Verification.REFUSED_ALGORITHM);
  }

  @Test
  void aPublicKeyNeverServesAsASecret() {
    KeyPair keys = SignedTokens.keys(JwsAlgorithm.RS256);
    for (byte[] secret :
        List.of(
            keys.getPublic().getEncoded(),
            ((RSAPublicKey) keys.getPublic()).getModulus().toByteArray(),
            octets(Pem.of(keys.getPublic())))) {
      String token = SignedTokens.hmac(JwsAlgorithm.HS256, "", SignedTokens.CLAIMS, secret);
      assertThat(verify(token, JwsAlgorithm.RS256, key(JwsAlgorithm.RS256)))
          .isEqualTo(Verification.REFUSED_ALGORITHM);
      // Should both kinds ever be allowed at once, the key still fits its own kind only.
      assertThat(
              verifier(EnumSet.allOf(JwsAlgorithm.class), key(JwsAlgorithm.RS256))
                  .verify(Objects.requireNonNull(TokenParts.of(token))))
          .isEqualTo(Verification.UNKNOWN_KEY);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ",\"crit\":[\"exp\"]",
        ",\"crit\":[\"b64\"],\"b64\":false",
        ",\"crit\":[]",
        ",\"crit\":null",
        ",\"cr\\u0069t\":[\"x\"]",
        ",\"alg\":\"HS256\"",
        ",\"alg\":\"none\"",
        ",\"\\u0061lg\":\"none\"",
        ",\"kid\":\"a\",\"kid\":\"b\"",
        ",\"x\":",
        "}{"
      })
  void aHeaderWithExtensionsOrMoreThanOneReadingIsRefused(String more) {
    String token = SignedTokens.hmac(JwsAlgorithm.HS256, more, SignedTokens.CLAIMS, SECRET);
    assertThat(verify(token, JwsAlgorithm.HS256, new SecretKey(SECRET)))
        .isEqualTo(Verification.REFUSED_HEADER);
  }

  @Test
  void aHeaderNestedWithoutEndIsRefused() {
    String more = ",\"x\":" + "[".repeat(5_000);
    String token = SignedTokens.hmac(JwsAlgorithm.HS256, more, SignedTokens.CLAIMS, SECRET);
    assertThat(verify(token, JwsAlgorithm.HS256, new SecretKey(SECRET)))
        .isEqualTo(Verification.REFUSED_HEADER);
  }

  @Test
  void keysThatATokenBringsAlongOrPointsToAreNotLookedAt() {
    KeyPair forger = SignedTokens.newKeys("RSA 2048");
    String jwk = SignedTokens.jwk(forger, "");
    for (String more :
        List.of(
            ",\"jwk\":" + jwk,
            ",\"x5c\":[\"" + SignedTokens.base64(forger.getPublic().getEncoded()) + "\"]",
            ",\"jku\":\"http://127.0.0.1:1/jwks.json\"",
            ",\"x5u\":\"http://127.0.0.1:1/cert.pem\"")) {
      String forged = SignedTokens.sign(JwsAlgorithm.RS256, more, SignedTokens.CLAIMS, forger);
      assertThat(verify(forged, JwsAlgorithm.RS256, key(JwsAlgorithm.RS256)))
          .isEqualTo(Verification.BAD_SIGNATURE);
      String honest =
          SignedTokens.sign(
              JwsAlgorithm.RS256, more, SignedTokens.CLAIMS, SignedTokens.keys(JwsAlgorithm.RS256));
      assertThat(verify(honest, JwsAlgorithm.RS256, key(JwsAlgorithm.RS256)))
          .isEqualTo(Verification.OK);
    }
  }

  @Test
  void whileASecretIsReplacedBothAreGood() {
    VerificationKey next = new SecretKey(SECRET);
    VerificationKey old = new SecretKey(OTHER);
    for (byte[] secret : List.of(SECRET, OTHER)) {
      String token = SignedTokens.hmac(JwsAlgorithm.HS256, "", SignedTokens.CLAIMS, secret);
      assertThat(verify(token, JwsAlgorithm.HS256, next, old)).isEqualTo(Verification.OK);
    }
  }

  @Test
  void aNamedKeyIsTheOnlyOneThatIsTried() {
    PublicSignatureKey named = key(JwsAlgorithm.ES256, "a");
    String right = withKid("a");
    String wrong = withKid("../../etc/passwd' OR 1=1");
    assertThat(verify(right, JwsAlgorithm.ES256, named)).isEqualTo(Verification.OK);
    assertThat(verify(wrong, JwsAlgorithm.ES256, named)).isEqualTo(Verification.UNKNOWN_KEY);
    assertThat(verify(SignedTokens.sign(JwsAlgorithm.ES256), JwsAlgorithm.ES256, named))
        .isEqualTo(Verification.OK);
    assertThat(verify(wrong, JwsAlgorithm.ES256, key(JwsAlgorithm.ES256)))
        .isEqualTo(Verification.OK);
  }

  @Test
  void oneTokenCostsAtMostEightKeys() {
    CountingKey counting = new CountingKey();
    VerificationKey[] many = new VerificationKey[100];
    Arrays.fill(many, counting);
    String token = SignedTokens.sign(JwsAlgorithm.ES256);
    assertThat(verify(token, JwsAlgorithm.ES256, many)).isEqualTo(Verification.BAD_SIGNATURE);
    assertThat(counting.checks).isEqualTo(KeySet.MAX_TRIES);
  }

  @Test
  void checksAreTimed() {
    VerificationFigures figures = new VerificationFigures();
    long[] now = {0};
    TokenVerifier verifier =
        new TokenVerifier(
            Set.of(JwsAlgorithm.HS256),
            KeySource.fixed(new KeySet(0, List.of(new SecretKey(SECRET)))),
            figures,
            () -> now[0] += 30_000);
    String token = SignedTokens.hmac(JwsAlgorithm.HS256, "", SignedTokens.CLAIMS, SECRET);
    verifier.verify(Objects.requireNonNull(TokenParts.of(token)));
    assertThat(figures.durations()[3]).isEqualTo(1);
    assertThat(figures.sumSeconds()).isEqualTo(30e-6);
    assertThat(VerificationFigures.upperBoundsSeconds()[3]).isEqualTo(50e-6);
  }

  private static final class CountingKey implements VerificationKey {
    private int checks;

    @Override
    public String kid() {
      return "";
    }

    @Override
    public boolean fits(JwsAlgorithm algorithm) {
      return true;
    }

    @Override
    public boolean verifies(JwsAlgorithm algorithm, byte[] signed, byte[] signature) {
      checks++;
      return false;
    }
  }

  private static String withKid(String kid) {
    return SignedTokens.sign(
        JwsAlgorithm.ES256,
        ",\"kid\":\"" + kid + "\"",
        SignedTokens.CLAIMS,
        SignedTokens.keys(JwsAlgorithm.ES256));
  }

  private static PublicSignatureKey key(JwsAlgorithm algorithm) {
    return PublicSignatureKey.of(null, SignedTokens.keys(algorithm).getPublic());
  }

  private static PublicSignatureKey key(JwsAlgorithm algorithm, String kid) {
    return PublicSignatureKey.of(kid, SignedTokens.keys(algorithm).getPublic());
  }

  private static Verification verify(
      String token, JwsAlgorithm algorithm, VerificationKey... keys) {
    return verifier(Set.of(algorithm), keys).verify(Objects.requireNonNull(TokenParts.of(token)));
  }

  private static TokenVerifier verifier(Set<JwsAlgorithm> algorithms, VerificationKey... keys) {
    return new TokenVerifier(
        algorithms,
        KeySource.fixed(new KeySet(0, List.of(keys))),
        new VerificationFigures(),
        () -> 0);
  }

  /** 256 octets, or as many more as the number has. */
  private static byte[] fixed(BigInteger number) {
    byte[] octets = number.toByteArray();
    int start = octets[0] == 0 ? 1 : 0;
    int length = octets.length - start;
    byte[] fixed = new byte[Math.max(256, length)];
    System.arraycopy(octets, start, fixed, fixed.length - length, length);
    return fixed;
  }

  private static byte[] filled(int length, int octet) {
    byte[] filled = new byte[length];
    Arrays.fill(filled, (byte) octet);
    return filled;
  }

  private static byte[] octets(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
