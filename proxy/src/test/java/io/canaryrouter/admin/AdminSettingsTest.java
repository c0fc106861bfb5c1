package io.canaryrouter.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AdminSettingsTest {
  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "127.0.0.53", "localhost", "::1", "[::1]"})
  void withoutATokenThePortBindsToLoopback(String host) {
    assertThat(new AdminSettings(host, 9090, null).token()).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"0.0.0.0", "::", "10.0.0.1", "localhost.example.com", "127.0.0.1.example.com", ""})
  void withoutATokenAnOpenAddressIsRefusedWithAWayOut(String host) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new AdminSettings(host, 9090, null))
        .withMessageContaining("CANARY_ADMIN_TOKEN");
    assertThatIllegalArgumentException().isThrownBy(() -> new AdminSettings(host, 9090, " "));
    assertThat(new AdminSettings(host, 9090, "secret").host()).isEqualTo(host);
  }

  @Test
  void theTokenIsNeverWrittenOut() {
    assertThat(new AdminSettings("0.0.0.0", 9090, "secret").toString()).doesNotContain("secret");
  }

  @Test
  void aPortOutOfRangeIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new AdminSettings("127.0.0.1", 65_536, null));
  }
}
