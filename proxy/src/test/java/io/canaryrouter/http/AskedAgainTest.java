package io.canaryrouter.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.canaryrouter.measure.Outcome;
import io.canaryrouter.measure.Sample;
import io.canaryrouter.measure.SecondAnswer;
import io.canaryrouter.split.Stack;
import io.canaryrouter.testing.Answer;
import io.canaryrouter.testing.FakeClock;
import io.canaryrouter.testing.Gate;
import io.canaryrouter.testing.Patience;
import io.canaryrouter.testing.RawClient;
import io.canaryrouter.testing.RawResponse;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What holds of everything that blue is asked after green, a file or a second opinion. */
class AskedAgainTest {
  private static final int MORE_THAN_IS_HELD = HeldAnswer.MAX_BYTES + 1;

  @ParameterizedTest
  @EnumSource(FirstAnswer.class)
  void aHeadIsAskedLikeAGetWhateverBodyTheFirstAnswerSpeaksOf(FirstAnswer first) {
    try (EdgeFixture edge = first.edge();
        RawClient client = edge.client()) {
      edge.green.byDefault(Answer.status(first.status, "x".repeat(MORE_THAN_IS_HELD)));
      edge.blue.enqueue(Answer.ok("better"), Answer.status(500, "worse"));
      RawResponse better = first.ask(client, "HEAD").readResponse("HEAD");
      assertThat(better.status()).isEqualTo(200);
      assertThat(better.field("Content-Length")).isEqualTo("6");
      assertThat(edge.blue.takeRequest().method()).isEqualTo("HEAD");
      RawResponse worse = first.ask(client, "HEAD").readResponse("HEAD");
      assertThat(worse.status()).isEqualTo(first.status);
      assertThat(worse.field("Content-Length")).isEqualTo("" + MORE_THAN_IS_HELD);
    }
  }

  @ParameterizedTest
  @EnumSource(FirstAnswer.class)
  void aLargeAnswerStreamsAndIsWhole(FirstAnswer first) {
    try (EdgeFixture edge = first.edge()) {
      edge.blue.byDefault(new Answer.Flood(8 << 20));
      assertThat(first.ask(edge).bodyLength()).isEqualTo(8 << 20);
    }
  }

  @ParameterizedTest
  @EnumSource(FirstAnswer.class)
  void whatTheClientPipelinesIsAnsweredInItsOrderOnConnectionsThatLive(FirstAnswer first) {
    try (EdgeFixture edge = first.edge();
        RawClient client = edge.client()) {
      edge.green.enqueue(
          first.answer(), Answer.ok("green's page"), first.answer(), Answer.ok("last"));
      edge.blue.enqueue(Answer.ok("better"), Answer.status(500, "worse"));
      String get = "GET " + first.target + " HTTP/1.1\r\nHost: a\r\n\r\n";
      client.send(get + get + get);
      assertThat(client.readResponse().body()).isEqualTo("better");
      assertThat(client.readResponse().body()).isEqualTo("green's page");
      first.assertIs(client.readResponse());
      assertThat(client.get(first.target).readResponse().body()).isEqualTo("last");
    }
  }

  @ParameterizedTest
  @EnumSource(FirstAnswer.class)
  void aClientThatLeavesWhileTheFirstAnswerComesInHasSeenNothing(FirstAnswer first) {
    try (EdgeFixture edge = first.edge()) {
      Gate gate = new Gate();
      edge.green.byDefault(Answer.status(first.status, "x".repeat(500)).pausedAfter(300, gate));
      try (RawClient client = edge.client()) {
        client.get(first.target);
        gate.awaitArrival();
        client.reset();
      }
      assertThat(edge.sample().outcome()).isEqualTo(Outcome.CLIENT_ABORT);
      gate.open();
      assertThat(edge.blue.requests()).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(FirstAnswer.class)
  void aClientThatLeavesWhileBlueIsAskedLeavesNothingElseBehind(FirstAnswer first) {
    try (EdgeFixture edge = first.edge()) {
      Gate gate = new Gate();
      edge.blue.byDefault(Answer.ok("late").after(gate));
      try (RawClient client = edge.client()) {
        client.get(first.target);
        gate.awaitArrival();
        client.reset();
      }
      Sample sample = edge.sample();
      assertThat(sample.stack()).isEqualTo(Stack.GREEN);
      assertThat(sample.outcome()).isEqualTo(first.whenLeft);
      assertThat(sample.status()).isEqualTo(499);
      assertThat(sample.rescued()).isFalse();
      assertThat(sample.remark()).isEqualTo(Sample.Remark.NONE);
      assertThat(first.count(edge, SecondAnswer.UNHEARD)).isOne();
      gate.open();
      Patience.until(
          () -> edge.edge.instances(Stack.BLUE).stream().allMatch(each -> each.outstanding() == 0),
          "blue to be left");
    }
  }

  @ParameterizedTest
  @EnumSource(FirstAnswer.class)
  void aBrokenAnswerOfBluesIsNotTheClients(FirstAnswer first) {
    try (EdgeFixture edge = first.edge()) {
      edge.blue.enqueue(
          Answer.status(500, "broken"),
          Answer.status(503, "x".repeat(1 << 18)),
          Answer.status(404, "", "x-render-routing: no-server"),
          Answer.garbage(),
          Answer.ok("x").resetAfter(0),
          Answer.ok("x").closedAfter(20),
          Answer.chunked("x").resetAfter(8));
      for (int i = 0; i < 7; i++) {
        first.assertIs(first.ask(edge));
      }
      edge.samples(7).forEach(first::assertIsTold);
      assertThat(first.count(edge, SecondAnswer.FAILED)).isEqualTo(7);
      assertThat(edge.blue.requests()).as("each is asked once").hasSize(7);
    }
  }

  @ParameterizedTest
  @EnumSource(FirstAnswer.class)
  void aBlueThatRefusesConnectionsHasFailed(FirstAnswer first) {
    try (EdgeFixture edge = first.edge()) {
      edge.blue.refuseConnections();
      first.assertIs(first.ask(edge));
      first.assertIsTold(edge.sample());
      assertThat(first.count(edge, SecondAnswer.FAILED)).isOne();
    }
  }

  @ParameterizedTest
  @EnumSource(FirstAnswer.class)
  void aBlueThatIsSilentForFiveSecondsHasFailed(FirstAnswer first) {
    EdgeFixture.Wishes wishes = first.wishes();
    FakeClock clock = new FakeClock();
    wishes.clock = clock;
    try (EdgeFixture edge = first.edge(wishes);
        RawClient client = edge.client()) {
      Gate gate = new Gate();
      edge.blue.byDefault(Answer.ok("late").after(gate));
      client.get(first.target);
      gate.awaitArrival();
      clock.advanceSeconds(5);
      first.assertIs(client.readResponse());
      first.assertIsTold(edge.sample());
      assertThat(first.count(edge, SecondAnswer.FAILED)).isOne();
      gate.open();
    }
  }
}
