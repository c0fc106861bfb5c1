package io.canaryrouter.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.canaryrouter.testing.Answer;
import io.canaryrouter.testing.Ending;
import io.canaryrouter.testing.FakeClock;
import io.canaryrouter.testing.Frame;
import io.canaryrouter.testing.Gate;
import io.canaryrouter.testing.Patience;
import io.canaryrouter.testing.RawClient;
import io.canaryrouter.testing.RawResponse;
import java.net.ConnectException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DepartureTest {
  @Test
  void aTunnelIsToldToGoElsewhereBeforeTheRouterIsGone() {
    EdgeFixture.Wishes wishes = new EdgeFixture.Wishes();
    wishes.shutdown = new ShutdownSettings(20_000, 0);
    try (EdgeFixture edge = new EdgeFixture("0%", wishes);
        RawClient client = edge.client()) {
      edge.blue.byDefault(new Answer.WebSocketEcho());
      client.upgrade("/cable").readResponse();
      CompletableFuture<Void> gone = edge.edge.depart();
      Frame farewell = client.readFrame();
      assertThat(farewell.closeCode()).isEqualTo(1001);
      client.sendFrame(Frame.close(1001));
      Patience.await(gone, "the departure");
    }
  }

  @Test
  void whatIsUnderWayIsAnsweredNewcomersTooAndThenThePortIsClosed() {
    Gate gate = new Gate();
    EdgeFixture.Wishes wishes = new EdgeFixture.Wishes();
    wishes.shutdown = new ShutdownSettings(20_000, 1_000);
    try (EdgeFixture edge = EdgeFixture.toBlue(wishes)) {
      edge.blue.byDefault(Answer.ok("answered").after(gate));
      List<RawClient> clients = IntStream.range(0, 20).mapToObj(i -> edge.client()).toList();
      clients.forEach(client -> client.get("/"));
      Patience.until(() -> edge.blue.requests().size() == 20, "all of them to be under way");
      CompletableFuture<Void> gone = edge.edge.depart();
      try (RawClient newcomer = edge.client()) {
        RawResponse unready = newcomer.get("/-/ready").readResponse();
        assertThat(unready.status()).isEqualTo(503);
        assertThat(unready.field("Connection")).isEqualToIgnoringCase("close");
      }
      gate.open();
      for (RawClient client : clients) {
        RawResponse response = client.readResponse();
        assertThat(response.body()).isEqualTo("answered");
        assertThat(response.field("Connection")).isEqualToIgnoringCase("close");
        client.close();
      }
      Patience.await(gone, "the departure");
      assertThatThrownBy(edge::client).hasRootCauseInstanceOf(ConnectException.class);
    }
  }

  @Test
  void thePortStaysOpenAsLongAsClientsStillCome() {
    FakeClock clock = new FakeClock();
    EdgeFixture.Wishes wishes = new EdgeFixture.Wishes();
    wishes.clock = clock;
    wishes.shutdown = new ShutdownSettings(20_000, 3_000);
    try (EdgeFixture edge = EdgeFixture.toBlue(wishes)) {
      CompletableFuture<Void> gone = edge.edge.depart();
      clock.advanceMillis(2_999);
      assertThat(isServed(edge)).isTrue();
      clock.advanceMillis(1);
      // Time stands still: however often the router looks, the latest client has just been here.
      for (long until = System.nanoTime() + 500_000_000L; System.nanoTime() < until; ) {
        assertThat(isServed(edge)).isTrue();
      }
      clock.advanceMillis(3_000);
      Patience.await(gone, "the departure");
    }
  }

  private static boolean isServed(EdgeFixture edge) {
    try (RawClient client = edge.client()) {
      return client.get("/").readResponse().status() == 200 && client.awaitEnd() == Ending.CLOSED;
    }
  }

  @Test
  void aKeptConnectionIsStillServedOnceAndThenEnds() {
    EdgeFixture.Wishes wishes = new EdgeFixture.Wishes();
    wishes.shutdown = new ShutdownSettings(20_000, 1_000);
    try (EdgeFixture edge = EdgeFixture.toBlue(wishes);
        RawClient client = edge.client()) {
      assertThat(client.get("/").readResponse().fields().has("Connection", "close")).isFalse();
      CompletableFuture<Void> gone = edge.edge.depart();
      assertThat(client.get("/").readResponse().field("Connection")).isEqualToIgnoringCase("close");
      assertThat(client.awaitEnd()).isEqualTo(Ending.CLOSED);
      Patience.await(gone, "the departure");
    }
  }

  @Test
  void aRequestThatNeverEndsCannotHoldTheRouter() {
    EdgeFixture.Wishes wishes = new EdgeFixture.Wishes();
    wishes.shutdown = new ShutdownSettings(2_000, 0);
    try (EdgeFixture edge = EdgeFixture.toBlue(wishes)) {
      edge.blue.byDefault(Answer.stall());
      try (RawClient client = edge.client()) {
        client.get("/");
        edge.blue.takeRequest();
        Patience.await(edge.edge.depart(), "the departure");
        client.reset();
      }
    }
  }
}
