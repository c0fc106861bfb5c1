package io.canaryrouter.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.canaryrouter.split.Stack;
import io.canaryrouter.testing.Answer;
import io.canaryrouter.testing.Patience;
import io.canaryrouter.testing.RawClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Probes that say otherwise than the requests do: a wrong health path warns and moves nobody. */
class DoubtfulProbesTest {
  private static StackSettings probedOften(StackSettings settings) {
    return settings.withHealth(new HealthSettings("/up", null, 20, 2_000, 3, 2));
  }

  private static EdgeFixture everybodyToGreen() {
    EdgeFixture edge =
        EdgeFixture.toGreen(new EdgeFixture.Wishes().green(DoubtfulProbesTest::probedOften));
    edge.green.byDefault(Answer.ok("green"));
    edge.blue.byDefault(Answer.ok("blue"));
    return edge;
  }

  private static boolean isGreen(EdgeFixture edge, String health) {
    return edge.edge.instances(Stack.GREEN).get(0).health().equals(health);
  }

  @Test
  void aGreenThatServesItsUsersKeepsThemWhileItsProbesFail() {
    try (EdgeFixture edge = everybodyToGreen();
        RawClient client = edge.client()) {
      edge.green.onTarget("/up", Answer.status(404, "no such page"));
      Patience.until(
          () -> {
            assertThat(client.get("/").readResponse().body()).isEqualTo("green");
            return isGreen(edge, "down");
          },
          "green to be called down by its probes");
      for (int i = 0; i < 20; i++) {
        assertThat(client.get("/").readResponse().body()).isEqualTo("green");
      }
      assertThat(edge.blue.requests()).isEmpty();
    }
  }

  @Test
  void aGreenThatServesNobodyWhileItsProbesFailHasNoUsers() {
    try (EdgeFixture edge = everybodyToGreen();
        RawClient client = edge.client()) {
      edge.green.onTarget("/up", Answer.status(404, "no such page"));
      Patience.until(() -> isGreen(edge, "down"), "green to be called down by its probes");
      assertThat(client.get("/").readResponse().body()).isEqualTo("blue");
    }
  }

  @Test
  void aGreenWhoseProbesAndRequestsFailHasNoUsers() {
    try (EdgeFixture edge = everybodyToGreen();
        RawClient client = edge.client()) {
      edge.green.onTarget("/up", Answer.status(500, "broken"));
      edge.green.byDefault(Answer.status(500, "broken"));
      Patience.until(
          () -> client.get("/").readResponse().body().equals("blue"), "green to be left");
      assertThat(isGreen(edge, "down")).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 404})
  void aGreenThatTurnsEverybodyAwayWhileItsProbesFailHasNoUsers(int status) {
    try (EdgeFixture edge = everybodyToGreen();
        RawClient client = edge.client()) {
      edge.green.onTarget("/up", Answer.status(503, "not ready"));
      edge.green.byDefault(Answer.status(status, "not you"));
      Patience.until(
          () -> client.get("/").readResponse().body().equals("blue"), "green to be left");
      assertThat(isGreen(edge, "down")).isTrue();
    }
  }

  @Test
  void aPlatformThatAnswersInGreensPlaceVouchesForNothing() {
    try (EdgeFixture edge = everybodyToGreen();
        RawClient client = edge.client()) {
      Answer nobodyThere = Answer.status(404, "", "x-render-routing: no-server");
      edge.green.onTarget("/up", nobodyThere);
      edge.green.byDefault(nobodyThere);
      Patience.until(
          () -> client.get("/").readResponse().body().equals("blue"), "green to be left");
      assertThat(isGreen(edge, "down")).isTrue();
    }
  }

  @Test
  void aReloadThatChangesNothingOfHowGreenIsReachedKeepsItsUsersThere() {
    try (EdgeFixture edge = everybodyToGreen();
        RawClient client = edge.client()) {
      StackSettings green = edge.edge.stack(Stack.GREEN);
      edge.reload(
          edge.edge.stack(Stack.BLUE),
          green.withHealth(new HealthSettings("/wrong", null, 60_000, 2_000, 3, 2)));
      assertThat(client.get("/").readResponse().body()).isEqualTo("green");
      assertThat(edge.edge.hasBeenUp(Stack.GREEN)).isTrue();
    }
  }

  @Test
  void aReloadOfAStackThatStaysForgetsNoProbe() {
    try (EdgeFixture edge = everybodyToGreen()) {
      long good = edge.edge.health(Stack.GREEN).goodProbes();
      assertThat(good).isPositive();
      edge.reload(
          edge.edge.stack(Stack.BLUE),
          edge.edge
              .stack(Stack.GREEN)
              .withHealth(new HealthSettings("/wrong", null, 60_000, 2_000, 3, 2)));
      assertThat(edge.edge.health(Stack.GREEN).goodProbes()).isGreaterThanOrEqualTo(good);
    }
  }

  @Test
  void ofAnotherVersionAtTheSameAddressNothingIsKnown() {
    try (EdgeFixture edge = everybodyToGreen()) {
      edge.green.onTarget("/wrong", Answer.status(404, "no such page"));
      StackSettings green =
          edge.edge
              .stack(Stack.GREEN)
              .withHealth(new HealthSettings("/wrong", null, 60_000, 2_000, 3, 2));
      edge.reload(edge.edge.stack(Stack.BLUE), ofVersion(green, "rails-8.1.2"));
      assertThat(edge.edge.hasBeenUp(Stack.GREEN)).isFalse();
    }
  }

  private static StackSettings ofVersion(StackSettings settings, String version) {
    return new StackSettings(
        settings.address(),
        version,
        settings.versionHeader(),
        settings.keepHost(),
        settings.ca(),
        settings.health(),
        settings.connectMillis(),
        settings.headMillis(),
        settings.idleMillis(),
        settings.totalMillis(),
        settings.poolIdleMillis(),
        settings.maxConcurrent(),
        settings.queueSize(),
        settings.queueMillis());
  }
}
