package io.canaryrouter.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.canaryrouter.measure.Outcome;
import io.canaryrouter.measure.Sample;
import io.canaryrouter.split.Stack;
import io.canaryrouter.testing.Answer;
import io.canaryrouter.testing.Ending;
import io.canaryrouter.testing.FakeClock;
import io.canaryrouter.testing.Feed;
import io.canaryrouter.testing.Gate;
import io.canaryrouter.testing.Patience;
import io.canaryrouter.testing.RawClient;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What a stack leaves without an answer is told while it still hangs, and told once. */
class HungTest {
  private static final long IDLE_CLIENT_MILLIS = 4_000;

  private final FakeClock clock = new FakeClock();
  private final Gate gate = new Gate();

  private EdgeFixture everybodyToGreen() {
    EdgeFixture.Wishes wishes =
        new EdgeFixture.Wishes().oneThread().listen(Limits.clientIdle(IDLE_CLIENT_MILLIS));
    wishes.clock = clock;
    return EdgeFixture.toGreen(wishes);
  }

  /** Lets five seconds pass, and the router look at all its deadlines after them. */
  private void fiveSecondsPass(EdgeFixture edge) {
    try (RawClient idle = edge.client()) {
      idle.get("/-/live").readResponse();
      clock.advanceSeconds(5);
      assertThat(idle.awaitEnd()).isEqualTo(Ending.CLOSED);
    }
  }

  /**
   * Lets time pass until a request hangs. The router notes that it was sent a moment after the
   * stack may have read it, so nobody knows from when on to count.
   */
  private Sample hung(EdgeFixture edge) {
    Patience.until(
        () -> {
          clock.advanceMillis(20);
          return edge.totals(Stack.GREEN).counts().of(Outcome.HUNG) == 1;
        },
        "a request to hang");
    return edge.sample();
  }

  @Test
  void afterFiveSecondsWithoutAHeadItIsCountedAndTheClientStillGetsTheLateAnswer() {
    EdgeFixture edge = everybodyToGreen();
    edge.green.byDefault(Answer.ok("late").after(gate));
    try (RawClient client = edge.client()) {
      client.post("/report", "body");
      gate.awaitArrival();
      Sample sample = hung(edge);
      assertThat(sample.stack()).isEqualTo(Stack.GREEN);
      assertThat(sample.outcome()).isEqualTo(Outcome.HUNG);
      assertThat(sample.status()).isZero();
      assertThat(sample.latencyNanos()).isNegative();
      gate.open();
      assertThat(client.readResponse().body()).isEqualTo("late");
    }
    List<String> log = edge.closeAndReadLog();
    assertThat(edge.totals(Stack.GREEN).counts().of(Outcome.HUNG)).isOne();
    assertThat(edge.totals(Stack.GREEN).counts().total()).isOne();
    assertThat(log).singleElement().asString().contains("\"outcome\":\"ok\"", "\"status\":200");
    assertThat(edge.blue.requests()).isEmpty();
  }

  @Test
  void howLongIsLongDependsOnWhatTheControlThreadSays() {
    try (EdgeFixture edge = everybodyToGreen();
        RawClient client = edge.client()) {
      edge.edge.setHungAfter(TimeUnit.SECONDS.toNanos(11));
      edge.green.byDefault(Answer.ok("slow by nature").after(gate));
      client.get("/");
      gate.awaitArrival();
      fiveSecondsPass(edge);
      fiveSecondsPass(edge);
      gate.open();
      assertThat(client.readResponse().status()).isEqualTo(200);
      assertThat(edge.sample().outcome()).isEqualTo(Outcome.OK);
    }
  }

  @Test
  void aSlowClientMakesNoHungStack() {
    try (EdgeFixture edge = everybodyToGreen();
        RawClient client = edge.client()) {
      edge.green.byDefault(new Answer.Echo());
      client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 6\r\n\r\nabc");
      edge.green.takeRequest();
      fiveSecondsPass(edge);
      assertThat(client.send("def").readResponse().body()).isEqualTo("abcdef");
      assertThat(edge.sample().outcome()).isEqualTo(Outcome.OK);
    }
  }

  @Test
  void aStackThatTakesNothingOfAnUploadHangsToo() {
    try (EdgeFixture edge = everybodyToGreen();
        RawClient client = edge.client()) {
      edge.edge.setHungAfter(TimeUnit.SECONDS.toNanos(1));
      edge.green.byDefault(Answer.ok("").readingBodyAfter(gate));
      String upload = "x".repeat(16 << 20);
      client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: " + upload.length() + "\r\n\r\n");
      edge.green.takeRequest();
      new Thread(() -> client.sendAsFarAsTaken(upload)).start();
      assertThat(hung(edge).outcome()).isEqualTo(Outcome.HUNG);
      gate.open();
      assertThat(client.readResponse().status()).isEqualTo(200);
    }
  }

  @Test
  void whoAsksForEventsMayWaitForTheFirst() {
    Feed feed = new Feed();
    try (EdgeFixture edge = everybodyToGreen();
        RawClient client = edge.client()) {
      edge.green.byDefault(new Answer.EventStream(feed).after(gate));
      client.get("/events", "Accept: text/event-stream");
      gate.awaitArrival();
      fiveSecondsPass(edge);
      gate.open();
      feed.end();
      assertThat(client.readResponse().status()).isEqualTo(200);
      assertThat(edge.sample().outcome()).isEqualTo(Outcome.TUNNEL);
    }
  }

  @Test
  void aGetThatHungIsSavedWhenItsConnectionBreaksButCountedNoSecondTime() {
    try (EdgeFixture edge = everybodyToGreen();
        RawClient client = edge.client()) {
      edge.green.byDefault(Answer.stall());
      edge.blue.byDefault(Answer.ok("saved"));
      client.get("/");
      edge.green.takeRequest();
      assertThat(hung(edge).outcome()).isEqualTo(Outcome.HUNG);
      edge.green.resetConnections();
      assertThat(client.readResponse().body()).isEqualTo("saved");
      assertThat(edge.totals(Stack.GREEN).counts().total()).isOne();
      assertThat(edge.totals(Stack.BLUE).counts().total()).isZero();
    }
  }

  @Test
  void whatGreenRefusedAndBlueLetsHangIsGreensRefusal() {
    try (EdgeFixture edge = everybodyToGreen();
        RawClient client = edge.client()) {
      edge.green.refuseConnections();
      edge.blue.byDefault(Answer.ok("late").after(gate));
      client.get("/");
      gate.awaitArrival();
      fiveSecondsPass(edge);
      gate.open();
      assertThat(client.readResponse().ending()).isEqualTo(Ending.COMPLETE);
      Sample sample = edge.sample();
      assertThat(sample.stack()).isEqualTo(Stack.GREEN);
      assertThat(sample.outcome()).isEqualTo(Outcome.REFUSED);
      assertThat(sample.rescued()).isTrue();
    }
  }
}
