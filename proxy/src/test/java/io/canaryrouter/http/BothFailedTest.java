package io.canaryrouter.http;

import static io.canaryrouter.http.AssetFixture.ask;
import static io.canaryrouter.http.OpinionFixture.BROKEN;
import static io.canaryrouter.http.OpinionFixture.assertIsGreens;
import static io.canaryrouter.http.OpinionFixture.count;
import static io.canaryrouter.http.OpinionFixture.onGreen;
import static io.canaryrouter.http.OpinionFixture.wishes;
import static io.canaryrouter.http.SecondOpinionTest.assertIsFailureOfGreen;
import static org.assertj.core.api.Assertions.assertThat;

import io.canaryrouter.measure.Outcome;
import io.canaryrouter.measure.Sample;
import io.canaryrouter.measure.Sample.Remark;
import io.canaryrouter.measure.SecondAnswer;
import io.canaryrouter.split.Stack;
import io.canaryrouter.testing.Answer;
import io.canaryrouter.testing.FakeClock;
import io.canaryrouter.testing.Gate;
import io.canaryrouter.testing.RawClient;
import org.junit.jupiter.api.Test;

/**
 * What blue has no better answer to, the client gets green's to, and it is told that blue failed.
 */
class BothFailedTest {
  private final FakeClock clock = new FakeClock();

  private EdgeFixture.Wishes timed() {
    EdgeFixture.Wishes wishes = wishes();
    wishes.clock = clock;
    return wishes;
  }

  @Test
  void whatBothFailTheClientGetsAsGreenFailedIt() {
    EdgeFixture edge = onGreen();
    edge.blue.byDefault(Answer.status(500, "blue broke too"));
    assertIsGreens(ask(edge, "/"));
    assertIsFailureOfGreen(edge.sample(), Outcome.SERVER_ERROR, 500, false, Remark.BLUE_FAILED_TOO);
    assertThat(count(edge, SecondAnswer.FAILED)).isOne();
    assertThat(edge.measurements.totals().rescues()).isEmpty();
    assertThat(edge.closeAndReadLog())
        .singleElement()
        .asString()
        .contains(
            "\"status\":500",
            "\"served_by\":\"green\"",
            "\"outcome\":\"server_error\",\"rescued\":false",
            "\"second_opinion\":\"failed\"");
  }

  @Test
  void aBlueWithoutRoomWasNotHeard() {
    EdgeFixture.Wishes wishes = wishes().blue(Limits.admit(1, 0, 1_000));
    try (EdgeFixture edge = onGreen(wishes);
        RawClient client = edge.client()) {
      Gate gate = new Gate();
      edge.blue.byDefault(Answer.ok("blue's").after(gate));
      client.get("/");
      gate.awaitArrival();
      assertIsGreens(ask(edge, "/"));
      assertIsFailureOfGreen(edge.sample(), Outcome.SERVER_ERROR, 500, false, Remark.NONE);
      assertThat(count(edge, SecondAnswer.UNHEARD)).isOne();
      gate.open();
      OpinionFixture.assertIsBlues(client.readResponse());
    }
  }

  @Test
  void whenTheTimeForTheRequestIsUpBlueIsNotAsked() {
    try (EdgeFixture edge = onGreen(timed().blue(Limits.total(3_000)));
        RawClient client = edge.client()) {
      Gate gate = new Gate();
      edge.green.byDefault(BROKEN.after(gate));
      client.get("/");
      gate.awaitArrival();
      clock.advanceSeconds(3);
      gate.open();
      assertIsGreens(client.readResponse());
      assertIsFailureOfGreen(edge.sample(), Outcome.SERVER_ERROR, 500, false, Remark.NONE);
      assertThat(edge.blue.requests()).isEmpty();
    }
  }

  @Test
  void whenTheTimeForTheRequestIsUpMeanwhileBlueIsNotHeardAndNotBlamed() {
    try (EdgeFixture edge = onGreen(timed().blue(Limits.total(3_000)))) {
      Gate gate = new Gate();
      edge.blue.byDefault(Answer.ok("late").after(gate));
      for (int i = 0; i < 6; i++) {
        try (RawClient client = edge.client()) {
          client.get("/");
          edge.blue.takeRequest();
          clock.advanceSeconds(3);
          assertIsGreens(client.readResponse());
        }
      }
      for (Sample sample : edge.samples(6)) {
        assertIsFailureOfGreen(sample, Outcome.SERVER_ERROR, 500, false, Remark.NONE);
      }
      assertThat(count(edge, SecondAnswer.UNHEARD)).isEqualTo(6);
      gate.open();
    }
  }

  @Test
  void whatBlueFailsInGreensPlaceIsRemarkedToo() {
    EdgeFixture.Wishes wishes = wishes();
    wishes.secondOpinion = false;
    try (EdgeFixture edge = onGreen(wishes)) {
      edge.green.byDefault(Answer.ok("x").resetAfter(0));
      edge.blue.byDefault(Answer.status(500, "blue broke"));
      assertThat(ask(edge, "/").body()).isEqualTo("blue broke");
      assertIsFailureOfGreen(edge.sample(), Outcome.RESET, 500, false, Remark.BLUE_FAILED_TOO);
      assertThat(edge.totals(Stack.BLUE).counts().total()).isZero();
    }
  }
}
