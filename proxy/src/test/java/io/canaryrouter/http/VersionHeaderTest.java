package io.canaryrouter.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.canaryrouter.split.Stack;
import io.canaryrouter.testing.Answer;
import io.canaryrouter.testing.FakeClock;
import io.canaryrouter.testing.Patience;
import io.canaryrouter.testing.RawClient;
import org.junit.jupiter.api.Test;

/** Where the router learns which build of a stack answers. */
class VersionHeaderTest {
  private final FakeClock clock = new FakeClock();

  private EdgeFixture edge(HealthSettings health) {
    EdgeFixture.Wishes wishes = new EdgeFixture.Wishes();
    wishes.clock = clock;
    wishes.green = settings -> Limits.naming("X-Revision").apply(settings).withHealth(health);
    return EdgeFixture.toGreen(wishes);
  }

  @Test
  void theAnswersToUsersNameIt() {
    try (EdgeFixture edge = edge(HealthSettings.DEFAULTS);
        RawClient client = edge.client()) {
      assertThat(buildOf(edge, Stack.GREEN)).isEmpty();
      edge.green.byDefault(Answer.status(500, "", "x-revision: a1"));
      client.get("/").readResponse();
      assertThat(buildOf(edge, Stack.GREEN)).isEqualTo("a1");
      assertThat(edge.edge.health(Stack.GREEN).renewals()).isZero();

      clock.advanceSeconds(1);
      edge.green.byDefault(Answer.status(200, "", "X-Revision: b2"));
      assertThat(client.get("/").readResponse().field("X-Revision")).isEqualTo("b2");
      assertThat(buildOf(edge, Stack.GREEN)).isEqualTo("b2");
      assertThat(edge.edge.health(Stack.GREEN).renewals()).isEqualTo(1);
    }
  }

  @Test
  void theHealthAnswersNameItBeforeTheFirstUser() {
    HealthSettings often = new HealthSettings("/up", null, 20, 2_000, 3, 2);
    try (EdgeFixture edge = edge(often)) {
      edge.green.onTarget("/up", Answer.status(200, "", "X-Revision: a1"));
      Patience.until(() -> buildOf(edge, Stack.GREEN).equals("a1"), "the build to be known");
      edge.green.onTarget("/up", Answer.status(503, "", "X-Revision: b2"));
      clock.advanceSeconds(1);
      Patience.until(() -> buildOf(edge, Stack.GREEN).equals("b2"), "the next one to be known");
      assertThat(edge.edge.health(Stack.GREEN).renewals()).isEqualTo(1);
    }
  }

  @Test
  void anAnswerOfBluesInGreensPlaceNamesNoGreen() {
    try (EdgeFixture edge = edge(HealthSettings.DEFAULTS);
        RawClient client = edge.client()) {
      edge.green.refuseConnections();
      edge.blue.byDefault(Answer.status(200, "", "X-Revision: blue-1"));
      client.get("/").readResponse();
      assertThat(buildOf(edge, Stack.GREEN)).isEmpty();
      assertThat(buildOf(edge, Stack.BLUE)).as("of blue no field was set").isEmpty();
    }
  }

  @Test
  void aReloadRemembersItUnlessAnotherFieldNamesIt() {
    try (EdgeFixture edge = edge(HealthSettings.DEFAULTS);
        RawClient client = edge.client()) {
      edge.green.byDefault(Answer.status(200, "", "X-Revision: a1"));
      client.get("/").readResponse();
      StackSettings green = edge.edge.stack(Stack.GREEN);
      StackSettings admitting = Limits.admit(100, 64, 1_000).apply(green);
      edge.reload(edge.edge.stack(Stack.BLUE), admitting);
      assertThat(buildOf(edge, Stack.GREEN)).isEqualTo("a1");
      edge.reload(edge.edge.stack(Stack.BLUE), Limits.naming("X-Build").apply(admitting));
      assertThat(buildOf(edge, Stack.GREEN)).isEmpty();
    }
  }

  private static String buildOf(EdgeFixture edge, Stack stack) {
    return edge.edge.health(stack).build();
  }
}
