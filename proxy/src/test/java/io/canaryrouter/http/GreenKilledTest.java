package io.canaryrouter.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.canaryrouter.measure.Outcome;
import io.canaryrouter.split.Stack;
import io.canaryrouter.testing.Answer;
import io.canaryrouter.testing.FakeClock;
import io.canaryrouter.testing.Patience;
import io.canaryrouter.testing.RawClient;
import io.canaryrouter.testing.ReceivedRequest;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Green is killed under load, and no user sees it. */
class GreenKilledTest {
  private static final int CLIENTS = 4;

  /** Enough traffic for the retries that the kill will need: a fifth of it. */
  private static final int BEFORE = 60;

  private static final int UNTIL_FAILOVER = 5;
  private static final int AFTER = 20;

  private final CyclicBarrier inStep = new CyclicBarrier(CLIENTS + 1);

  @Test
  void everyGetInFlightEveryUnsentPostAndEveryoneAfterwardsIsAnswered() {
    ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
    EdgeFixture.Wishes wishes = new EdgeFixture.Wishes().oneThread();
    // All of it happens within the ten seconds of which the retries are a part.
    wishes.clock = new FakeClock();
    try (EdgeFixture edge = EdgeFixture.toGreen(wishes)) {
      edge.green.byDefault(Answer.ok("green")).onTarget("/long", Answer.stall());
      edge.blue.byDefault(Answer.ok("blue"));
      List<CompletableFuture<Void>> clients =
          IntStream.range(0, CLIENTS)
              .mapToObj(i -> CompletableFuture.runAsync(() -> load(edge, i), threads))
              .toList();
      step();
      Patience.until(() -> edge.green.probes().size() == CLIENTS, "a long request of everybody");
      edge.green.refuseConnections();
      edge.green.resetConnections();
      step();
      step();
      edge.failOver();
      step();
      Patience.await(
          CompletableFuture.allOf(clients.toArray(CompletableFuture[]::new)), "the clients");
      assertThat(edge.blue.requests().stream().filter(GreenKilledTest::isPost))
          .as("each POST arrived once")
          .hasSize(CLIENTS);
      assertThat(edge.totals(Stack.GREEN).counts().of(Outcome.REFUSED, true))
          .as("the long one, the next GETs, and the POST")
          .isEqualTo(CLIENTS * (1L + UNTIL_FAILOVER + 1));
      assertThat(edge.totals(Stack.BLUE).counts().of(Outcome.OK)).isEqualTo(CLIENTS * AFTER);
    } finally {
      threads.shutdownNow();
    }
  }

  private static boolean isPost(ReceivedRequest request) {
    return request.method().equals("POST");
  }

  /** One client: what it asks before the kill, under it, before the failover and after it. */
  private void load(EdgeFixture edge, int number) {
    try (RawClient client = edge.client()) {
      gets(client, BEFORE, "green");
      step();
      assertThat(client.get("/long").readResponse().body()).isEqualTo("blue");
      step();
      gets(client, UNTIL_FAILOVER, "blue");
      assertThat(client.post("/orders", "order " + number).readResponse().body()).isEqualTo("blue");
      step();
      step();
      gets(client, AFTER, "blue");
    }
  }

  private static void gets(RawClient client, int count, String answeredBy) {
    for (int i = 0; i < count; i++) {
      assertThat(client.get("/").readResponse().body()).isEqualTo(answeredBy);
    }
  }

  private void step() {
    try {
      inStep.await(Patience.SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
      throw new AssertionError("the clients are not in step", e);
    }
  }
}
