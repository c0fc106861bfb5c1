package io.canaryrouter.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.canaryrouter.split.Stack;
import io.canaryrouter.testing.Answer;
import io.canaryrouter.testing.FaultyStack;
import io.canaryrouter.testing.Gate;
import io.canaryrouter.testing.Patience;
import io.canaryrouter.testing.RawClient;
import org.junit.jupiter.api.Test;

/** Other stacks put in place while requests are under way. */
class ReloadTest {
  private static void awaitUp(EdgeFixture edge, FaultyStack stack) {
    Patience.until(
        () ->
            edge.edge.instances(Stack.GREEN).stream()
                .anyMatch(
                    each -> each.address().equals(stack.authority()) && each.health().equals("up")),
        "the new green to be up");
  }

  private static void replaceGreen(EdgeFixture edge, FaultyStack next) {
    edge.reload(
        edge.edge.stack(Stack.BLUE), StackSettings.of(UpstreamAddress.parse(next.authority())));
    awaitUp(edge, next);
  }

  @Test
  void whatIsUnderWayEndsOnTheOldStackAndWhatBeginsGoesToTheNewOne() {
    Gate gate = new Gate();
    try (FaultyStack next = FaultyStack.start(Answer.ok("new"));
        EdgeFixture edge = EdgeFixture.toGreen(new EdgeFixture.Wishes().oneThread());
        RawClient early = edge.client();
        RawClient late = edge.client()) {
      edge.green.byDefault(Answer.ok("old").after(gate));
      early.get("/");
      gate.awaitArrival();
      replaceGreen(edge, next);
      assertThat(late.get("/").readResponse().body()).isEqualTo("new");
      gate.open();
      assertThat(early.readResponse().body()).isEqualTo("old");
      assertThat(edge.green.takeRequest().awaitDisconnect()).isNotNull();
      assertThat(early.get("/").readResponse().body()).isEqualTo("new");
    }
  }

  @Test
  void anEqualStackKeepsItsConnections() {
    try (FaultyStack next = FaultyStack.start();
        EdgeFixture edge = EdgeFixture.toBlue(new EdgeFixture.Wishes().oneThread());
        RawClient client = edge.client()) {
      client.get("/").readResponse();
      replaceGreen(edge, next);
      client.get("/").readResponse();
      assertThat(edge.blue.takeRequest().connection())
          .isEqualTo(edge.blue.takeRequest().connection());
    }
  }

  @Test
  void aRequestFromBeforeAReloadThatTriesAgainLeavesTheNewStacksConnectionsAlone() {
    Gate gate = new Gate();
    try (FaultyStack next = FaultyStack.start(Answer.ok("new"));
        EdgeFixture edge =
            EdgeFixture.toGreen(
                new EdgeFixture.Wishes().oneThread().green(Limits.admit(1, 8, 60_000)));
        RawClient first = edge.client();
        RawClient waiting = edge.client();
        RawClient late = edge.client()) {
      edge.green.byDefault(Answer.ok("old").after(gate));
      first.get("/");
      gate.awaitArrival();
      waiting.get("/");
      Patience.until(() -> edge.totals(Stack.GREEN).inflight() == 2, "the second to wait");
      replaceGreen(edge, next);
      assertThat(late.get("/").readResponse().body()).isEqualTo("new");
      gate.open();
      assertThat(waiting.readResponse().body()).isEqualTo("old");
      assertThat(late.get("/").readResponse().body()).isEqualTo("new");
      assertThat(next.takeRequest().connection()).isEqualTo(next.takeRequest().connection());
    }
  }
}
