package io.canaryrouter.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.security.PublicKey;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class VerifySettingsTest {
  private static final PublicKey RSA = SignedTokens.keys(JwsAlgorithm.RS256).getPublic();
  private static final PublicKey P256 = SignedTokens.keys(JwsAlgorithm.ES256).getPublic();
  private static final URI JWKS = URI.create("https://login.example.com/jwks.json");

  @Test
  void equalSettingsAreEqualAndHideTheirSecrets() {
    VerifySettings one = settings(Set.of(JwsAlgorithm.HS256), List.of("hunter2"), List.of(), null);
    assertThat(one)
        .isEqualTo(settings(Set.of(JwsAlgorithm.HS256), List.of("hunter2"), List.of(), null))
        .isNotEqualTo(settings(Set.of(JwsAlgorithm.HS256), List.of("hunter3"), List.of(), null));
    assertThat(one.toString()).doesNotContain("hunter2");
    assertThat(settings(Set.of(JwsAlgorithm.RS256), List.of(), List.of(RSA), null))
        .isEqualTo(settings(Set.of(JwsAlgorithm.RS256), List.of(), List.of(RSA), null))
        .isNotEqualTo(
            settings(
                Set.of(JwsAlgorithm.RS256),
                List.of(),
                List.of(SignedTokens.newKeys("RSA 2048").getPublic()),
                null));
  }

  @Test
  void algorithmsAndKeysMustFit() {
    refused(Set.of(), List.of("s"), List.of(), null, "say what tokens may be signed with");
    refused(Set.of(JwsAlgorithm.HS256), List.of(), List.of(), null, "nothing to verify with");
    refused(Set.of(JwsAlgorithm.HS256), List.of(""), List.of(), null, "a secret is empty");
    refused(
        Set.of(JwsAlgorithm.HS256), Collections.nCopies(9, "s"), List.of(), null, "at most 8 are");
    refused(Set.of(JwsAlgorithm.HS256), List.of(), List.of(RSA), null, "HS256 is checked with a");
    refused(Set.of(JwsAlgorithm.HS256), List.of(), List.of(), JWKS, "HS256 is checked with a");
    refused(Set.of(JwsAlgorithm.RS256), List.of("s"), List.of(), null, "RS256 is checked with a");
    refused(Set.of(JwsAlgorithm.RS256), List.of("s"), List.of(RSA), null, "exclude each other");
    refused(Set.of(JwsAlgorithm.RS256), List.of(), List.of(RSA), JWKS, "exclude each other");
    refused(
        Set.of(JwsAlgorithm.HS256, JwsAlgorithm.RS256),
        List.of(),
        List.of(RSA),
        null,
        "HS256 is checked with a");
    refused(Set.of(JwsAlgorithm.ES384), List.of(), List.of(P256), null, "an EC key on P-384");
    refused(Set.of(JwsAlgorithm.EDDSA), List.of(), List.of(RSA), null, "an Ed25519 key");
    refused(Set.of(JwsAlgorithm.RS256), List.of(), List.of(RSA, P256), null, "fits none of the");
    assertThat(
            settings(
                Set.of(JwsAlgorithm.PS512, JwsAlgorithm.ES256),
                List.of(),
                List.of(RSA, P256),
                null))
        .isNotNull();
  }

  private static void refused(
      Set<JwsAlgorithm> algorithms,
      List<String> secrets,
      List<PublicKey> keys,
      @Nullable URI jwks,
      String sentence) {
    assertThatThrownBy(() -> settings(algorithms, secrets, keys, jwks))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(sentence);
  }

  private static VerifySettings settings(
      Set<JwsAlgorithm> algorithms,
      List<String> secrets,
      List<PublicKey> keys,
      @Nullable URI jwks) {
    return new VerifySettings(algorithms, secrets, keys, jwks, OnFailure.ROUTE);
  }
}
