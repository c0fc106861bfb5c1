package io.canaryrouter.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NearestTest {
  private static final List<String> KNOWN = List.of("head-timeout", "idle-timeout", "port", "host");

  @Test
  void aSwappedOrMissingLetterIsGuessed() {
    assertThat(Nearest.to("prot", KNOWN)).contains("port");
    assertThat(Nearest.to("idl-timeout", KNOWN)).contains("idle-timeout");
  }

  @Test
  void otherWaysToJoinWordsAreGuessed() {
    assertThat(Nearest.to("headTimeout", KNOWN)).contains("head-timeout");
    assertThat(Nearest.to("HEAD_TIMEOUT", KNOWN)).contains("head-timeout");
  }

  @Test
  void aNameThatGoesOnIsGuessed() {
    assertThat(Nearest.to("hostname", KNOWN)).contains("host");
  }

  @Test
  void whatIsFarFromEverythingIsNotGuessed() {
    assertThat(Nearest.to("x", KNOWN)).isEmpty();
    assertThat(Nearest.to("certificates", KNOWN)).isEmpty();
    assertThat(Nearest.to("p".repeat(100_000), KNOWN)).isEmpty();
  }

  @Test
  void theDistanceCountsEdits() {
    assertThat(Nearest.distance("kitten", "sitting")).isEqualTo(3);
    assertThat(Nearest.distance("", "abc")).isEqualTo(3);
  }
}
