package io.canaryrouter.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AdminSettingsTest {
  private static final String SECRET = "correct-horse-battery-staple";

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "127.0.0.53", "localhost", "::1", "[::1]"})
  void withoutATokenThePortBindsToLoopback(String host) {
    assertThat(settings(host, null).tokens()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"0.0.0.0", "::", "10.0.0.1", "localhost.example.com", "127.0.0.1.example.com", ""})
  void withoutATokenAnOpenAddressIsRefusedWithAWayOut(String host) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> settings(host, null))
        .withMessageContaining("CANARY_ADMIN_TOKEN");
    assertThat(settings(host, null, AdminToken.admin("secret")).host()).isEqualTo(host);
  }

  @Test
  void aTokenIsNeverEmptyNorWrittenOut() {
    assertThat(settings("0.0.0.0", null, AdminToken.admin(SECRET)).toString())
        .doesNotContain(SECRET);
    assertThatIllegalArgumentException().isThrownBy(() -> AdminToken.admin(" "));
  }

  @Test
  void aPortOutOfRangeIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new AdminSettings("127.0.0.1", 65_536, List.of(), null, true));
  }

  @Test
  void everyTokenHasANameAndASecretOfItsOwn() {
    AdminToken ana = new AdminToken("ana", Role.OPERATE, SECRET);
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> settings("127.0.0.1", null, ana, new AdminToken("ana", Role.READ, SECRET + "2")))
        .withMessageContaining("two tokens are named ana");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> settings("127.0.0.1", null, ana, new AdminToken("bob", Role.READ, SECRET)))
        .withMessageContaining("bob")
        .withMessageNotContaining(SECRET);
  }

  @ParameterizedTest
  @ValueSource(strings = {"guard", "file", "local"})
  void nobodyCanActInTheNameOfTheRouterItself(String name) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new AdminToken(name, Role.OPERATE, SECRET));
  }

  @Test
  void aPublicHostNeedsTokensThatNobodyGuesses() {
    String host = "canary-ops.example.com";
    assertThatIllegalArgumentException().isThrownBy(() -> settings("127.0.0.1", host));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> settings("127.0.0.1", host, AdminToken.admin("short")))
        .withMessageContaining("at least 16 characters");
    assertThat(settings("127.0.0.1", host, AdminToken.admin(SECRET)).publicHost()).isEqualTo(host);
  }

  private static AdminSettings settings(
      String host, @Nullable String publicHost, AdminToken... tokens) {
    return new AdminSettings(host, 9090, List.of(tokens), publicHost, true);
  }
}
