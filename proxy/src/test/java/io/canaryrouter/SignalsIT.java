package io.canaryrouter;

import static org.assertj.core.api.Assertions.assertThat;

import io.canaryrouter.testing.Answer;
import io.canaryrouter.testing.Canary;
import io.canaryrouter.testing.Ending;
import io.canaryrouter.testing.FaultyStack;
import io.canaryrouter.testing.Gate;
import io.canaryrouter.testing.LaunchedRouter;
import io.canaryrouter.testing.RawClient;
import io.canaryrouter.testing.RawResponse;
import io.canaryrouter.testing.Setup;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the process does when a platform, or a person, signals it. */
class SignalsIT {
  private static final int IN_FLIGHT = 20;

  @AutoClose private final FaultyStack blue = FaultyStack.start(Answer.ok("blue"));
  @AutoClose private final FaultyStack green = FaultyStack.start(Answer.ok("green"));
  @AutoClose private final Setup setup = Setup.between(blue.authority(), green.authority());
  @AutoClose private final Canary canary = Canary.launcher();

  SignalsIT() {
    Stream.of(blue, green).forEach(stack -> stack.onTarget("/up", Answer.ok("up")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"TERM", "INT"})
  void everyRequestInFlightIsAnsweredBeforeTheProcessEnds(String signal) {
    try (LaunchedRouter router = canary.serve(setup.weight("0%"))) {
      Gate gate = new Gate();
      List<RawClient> clients = slowRequests(router, gate);
      router.signal(signal);
      router.awaitLine("leaving");

      try (RawClient late = router.client()) {
        assertThat(late.get("/").readResponse().field("Connection")).isEqualTo("close");
      }
      gate.open();
      assertThat(clients)
          .allSatisfy(client -> {
            RawResponse response = client.readResponse();
            assertThat(response.body()).isEqualTo("at last");
            assertThat(response.field("Connection")).isEqualTo("close");
            assertThat(client.awaitEnd()).isEqualTo(Ending.CLOSED);
          });
      assertThat(router.awaitExit()).isZero();
    }
  }

  @Test
  void theProcessEndsInTimeWhateverIsStillInFlight() {
    setup.weight("0%").ending("shutdown: {delay: 2s, linger: 0s}");
    try (LaunchedRouter router = canary.serve(setup)) {
      List<RawClient> clients = slowRequests(router, new Gate());
      router.signal("TERM");

      assertThat(router.awaitExit()).isZero();
      assertThat(clients).allSatisfy(client -> assertThat(client.awaitEnd()).isNotNull());
    }
  }

  @Test
  void aHangUpReadsTheFileAgainAndABrokenOneChangesNothing() {
    try (LaunchedRouter router = canary.serve(setup.weight("10%"))) {
      setup.weight("50%");
      router.signal("HUP");
      router.awaitLine("has been read again");
      assertThat(weight(router)).isEqualTo("50%");

      setup.text("stacks: {blue: a:1, gren: b:2}\n");
      router.signal("HUP");
      assertThat(router.awaitLine("the old one stays: (.*)").group(1)).contains(":1:21", "gren");
      assertThat(weight(router)).isEqualTo("50%");
      try (RawClient client = router.client()) {
        assertThat(client.get("/").readResponse().status()).isEqualTo(200);
      }
    }
  }

  /** Requests that have all reached the stack, which answers them when the gate opens. */
  private List<RawClient> slowRequests(LaunchedRouter router, Gate gate) {
    List<RawClient> clients = new ArrayList<>();
    for (int i = 0; i < IN_FLIGHT; i++) {
      blue.enqueue(Answer.ok("at last").after(gate));
      clients.add(router.client().get("/slow"));
    }
    for (int i = 0; i < IN_FLIGHT; i++) {
      blue.takeRequest();
    }
    return clients;
  }

  private static String weight(LaunchedRouter router) {
    return router.operator().state().at("/split/set").asText();
  }
}
