package io.canaryrouter.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExclusionsTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "kube-probe/1.29",
        "Render/1.0",
        "GoogleHC/1.0",
        "ELB-HealthChecker/2.0",
        "Consul Health Check",
        "Mozilla/5.0+(compatible; UptimeRobot/2.0; http://www.uptimerobot.com/)",
        "Pingdom.com_bot_version_1.4_(http://www.pingdom.com/)",
        "Better Uptime Bot Mozilla/5.0",
      })
  void theProbesThatManyPeopleUseAreKnown(String agent) {
    assertThat(Exclusions.DEFAULTS.contain("GET", "/", Map.of("User-Agent", agent)::get)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Mozilla/5.0 (X11; Linux x86_64) Firefox/128.0",
        "curl/8.5.0",
        "",
        "my kube-probe/1"
      })
  void usersAreNot(String agent) {
    assertThat(Exclusions.DEFAULTS.contain("GET", "/", Map.of("User-Agent", agent)::get)).isFalse();
  }

  @Test
  void aRequestIsExcludedByItsPathOrByAField() {
    Exclusions exclusions =
        new Exclusions(
            List.of(RoutePattern.parse("/health/**")), List.of(), List.of("X-Load-Test"));

    assertThat(exclusions.contain("GET", "/health/db", name -> null)).isTrue();
    assertThat(exclusions.contain("GET", "/", Map.of("X-Load-Test", "")::get)).isTrue();
    assertThat(exclusions.contain("GET", "/", name -> null)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "bot*, Bot/1, true",
    "bot*, a bot, false",
    "*bot, a Bot, true",
    "*bot, bot/1, false",
    "*bot*, a BOT/1, true",
    "bot, Bot, true",
    "bot, bot/1, false",
    "*bot, ot, false",
  })
  void aPatternMeansAnAgentOrNot(String pattern, String agent, boolean isMeant) {
    assertThat(new AgentPattern(pattern).matches(agent)).isEqualTo(isMeant);
  }

  @ParameterizedTest
  @ValueSource(strings = {"*", "**", "a*b"})
  void aPatternThatMeansEverybodyIsRefused(String text) {
    assertThatThrownBy(() -> new AgentPattern(text)).isInstanceOf(IllegalArgumentException.class);
  }
}
