package io.canaryrouter.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.security.PublicKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PemKeysTest {
  @ParameterizedTest
  @ValueSource(strings = {"RSA 2048", "EC secp256r1", "EC secp384r1", "EC secp521r1", "Ed25519"})
  void aPublicKeyIsRead(String kind) {
    PublicKey key = SignedTokens.keys(kind).getPublic();
    assertThat(PemKeys.read(Pem.of(key))).containsExactly(key);
    assertThat(PemKeys.read(Pem.of(key).replace("\n", "\r\n"))).containsExactly(key);
    assertThat(PemKeys.read(Pem.of(key).replace("\n", "\\n"))).containsExactly(key);
  }

  @Test
  void severalKeysStandInOneText() {
    PublicKey one = SignedTokens.keys("RSA 2048").getPublic();
    PublicKey two = SignedTokens.keys("Ed25519").getPublic();
    assertThat(PemKeys.read("old:\n" + Pem.of(one) + "new:\n" + Pem.of(two)))
        .containsExactly(one, two);
  }

  @Test
  void aCertificateHoldsItsKey() throws Exception {
    X509Bundle bundle =
        new CertificateBuilder()
            .subject("CN=issuer")
            .setIsCertificateAuthority(true)
            .buildSelfSigned();
    assertThat(PemKeys.read(bundle.getCertificatePEM()))
        .containsExactly(bundle.getCertificate().getPublicKey());
  }

  @Test
  void aPrivateKeyIsRefusedWithoutShowingIt() {
    String pem = Pem.of(SignedTokens.keys("Ed25519").getPrivate());
    assertThatThrownBy(() -> PemKeys.read(pem))
        .hasMessageContaining("private key")
        .hasMessageNotContaining(pem.substring(40, 60));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a key",
        "-----BEGIN PUBLIC KEY-----\nAAAA",
        "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----",
        "-----BEGIN PUBLIC KEY-----\nA=A\n-----END PUBLIC KEY-----",
        "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END CERTIFICATE-----",
        "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----",
        "-----BEGIN RSA PUBLIC KEY-----\nAAAA\n-----END RSA PUBLIC KEY-----"
      })
  void whatIsNoPublicKeyIsRefusedWithASentence(String pem) {
    assertThatThrownBy(() -> PemKeys.read(pem)).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"RSA 1024", "DSA 2048", "X25519", "Ed448"})
  void aKeyThatIsTooWeakOrSignsNoTokensIsRefused(String kind) {
    String pem = Pem.of(SignedTokens.keys(kind).getPublic());
    assertThatThrownBy(() -> PemKeys.read(pem)).isInstanceOf(IllegalArgumentException.class);
  }
}
