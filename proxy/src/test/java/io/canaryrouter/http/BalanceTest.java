package io.canaryrouter.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.canaryrouter.measure.Outcome;
import io.canaryrouter.measure.Sample;
import io.canaryrouter.measure.Totals;
import io.canaryrouter.split.Stack;
import io.canaryrouter.testing.Answer;
import io.canaryrouter.testing.Feed;
import io.canaryrouter.testing.Frame;
import io.canaryrouter.testing.Gate;
import io.canaryrouter.testing.Patience;
import io.canaryrouter.testing.RawClient;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is taken is given back once, and what happened is told once, however a request ends. */
class BalanceTest {
  private final EdgeFixture edge = EdgeFixture.withGreen("100%");

  @AfterEach
  void close() {
    edge.close();
  }

  @Test
  void aFailedRequestGivesItsInstanceBackOnce() {
    edge.blue.byDefault(Answer.garbage());
    edge.green.byDefault(Answer.garbage());
    for (int i = 0; i < 3; i++) {
      try (RawClient client = edge.client()) {
        assertThat(client.get("/").readResponse().status()).isEqualTo(502);
      }
    }
    edge.samples(3);
    assertThat(edge.edge.instances(Stack.BLUE)).allMatch(one -> one.outstanding() == 0);
    assertThat(edge.edge.instances(Stack.GREEN)).allMatch(one -> one.outstanding() == 0);
  }

  @Test
  void aRequestThatBlueCouldNotAnswerEitherIsNotCountedAsRescued() {
    edge.green.refuseConnections();
    edge.blue.refuseConnections();
    try (RawClient client = edge.client()) {
      assertThat(client.get("/").readResponse().status()).isEqualTo(502);
    }
    Sample sample = edge.samples(1).get(0);
    assertThat(sample.stack()).isEqualTo(Stack.GREEN);
    assertThat(sample.outcome()).isEqualTo(Outcome.REFUSED);
    assertThat(sample.rescued()).isFalse();
    assertThat(edge.measurements.totals().rescues()).isEmpty();
  }

  @Test
  void aRescuedTunnelCountsAsGreensFailure() {
    edge.green.refuseConnections();
    edge.blue.byDefault(new Answer.WebSocketEcho());
    try (RawClient client = edge.client()) {
      assertThat(client.upgrade("/cable").readResponse().status()).isEqualTo(101);
      Sample sample = edge.samples(1).get(0);
      assertThat(sample.outcome()).isEqualTo(Outcome.REFUSED);
      assertThat(sample.rescued()).isTrue();
    }
  }

  @Test
  void anEventStreamThatHasEndedIsOpenNoMore() {
    Feed feed = new Feed();
    edge.green.byDefault(new Answer.EventStream(feed));
    feed.send("data: 1\n\n");
    feed.end();
    try (RawClient client = edge.client()) {
      assertThat(client.get("/events").readResponse().body()).isEqualTo("data: 1\n\n");
    }
    await(() -> green().tunnels() == 0, "the stream to be closed");
    assertThat(green().inflight()).isZero();
  }

  @Test
  void aTunnelGetsItsLineInTheLogWhenItEnds() {
    edge.green.byDefault(new Answer.WebSocketEcho());
    try (RawClient client = edge.client()) {
      client.upgrade("/cable").readResponse();
      client.sendFrame(Frame.text("hello"));
      client.readFrame();
    }
    await(() -> green().tunnels() == 0, "the tunnel to end");
    edge.close();
    assertThat(log()).contains("\"status\":101", "\"outcome\":\"tunnel\"", "\"resp_bytes\":7");
  }

  @Test
  void aClientThatLeftBeforeAnyAnswerStandsInTheLogWith499() {
    Gate gate = new Gate();
    edge.green.byDefault(Answer.ok("").after(gate));
    RawClient client = edge.client();
    client.get("/");
    gate.awaitArrival();
    client.reset();
    assertThat(edge.samples(1).get(0).outcome()).isEqualTo(Outcome.CLIENT_ABORT);
    edge.close();
    assertThat(log()).contains("\"status\":499");
  }

  private Totals.StackTotals green() {
    return edge.measurements.totals().stack(Stack.GREEN);
  }

  private String log() {
    return edge.log.toString(StandardCharsets.UTF_8);
  }

  private static void await(BooleanSupplier condition, String what) {
    Patience.await(
        CompletableFuture.runAsync(() -> {
          while (!condition.getAsBoolean()) {
            Thread.onSpinWait();
          }
        }),
        what);
  }
}
