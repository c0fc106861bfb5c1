package io.canaryrouter.http;

import static io.canaryrouter.http.AssetFixture.FILE;
import static io.canaryrouter.http.AssetFixture.MISSING;
import static io.canaryrouter.http.AssetFixture.ask;
import static io.canaryrouter.http.AssetFixture.assertIsFirst;
import static io.canaryrouter.http.AssetFixture.count;
import static io.canaryrouter.http.AssetFixture.on;
import static io.canaryrouter.http.AssetFixture.onGreen;
import static io.canaryrouter.http.AssetFixture.route;
import static io.canaryrouter.http.AssetFixture.wishes;
import static org.assertj.core.api.Assertions.assertThat;

import io.canaryrouter.measure.Outcome;
import io.canaryrouter.measure.Sample;
import io.canaryrouter.measure.SecondAnswer;
import io.canaryrouter.measure.Wanting;
import io.canaryrouter.split.Lists;
import io.canaryrouter.split.SplitTable;
import io.canaryrouter.split.Stack;
import io.canaryrouter.split.Weight;
import io.canaryrouter.testing.Answer;
import io.canaryrouter.testing.FakeClock;
import io.canaryrouter.testing.Gate;
import io.canaryrouter.testing.RawClient;
import io.canaryrouter.testing.RawResponse;
import io.canaryrouter.testing.Tokens;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which files are asked of the other stack, and when nobody is asked at all. */
class AssetFallbackLimitsTest {
  private final FakeClock clock = new FakeClock();

  @ParameterizedTest
  @ValueSource(strings = {"/assets/app.css", "/assets/photo-20240115.jpg", "/app-2c5d2f62.css"})
  void aNameWithoutADigestAndAnotherRouteAreNotAsked(String target) {
    try (EdgeFixture edge = onGreen()) {
      assertIsFirst(ask(edge, target));
      assertThat(edge.blue.requests()).isEmpty();
      assertThat(edge.totals(Stack.GREEN).secondAnswers(Wanting.FILE).values()).containsOnly(0L);
    }
  }

  @Test
  void onlyReadingIsAskedTwice() {
    try (EdgeFixture edge = onGreen();
        RawClient client = edge.client()) {
      assertIsFirst(client.post(FILE, "body").readResponse());
      client.send("DELETE " + FILE + " HTTP/1.1\r\nHost: a\r\n\r\n");
      assertIsFirst(client.readResponse());
      client.send("GET " + FILE + " HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\nx");
      assertIsFirst(client.readResponse());
      assertThat(edge.blue.requests()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 301, 403, 410, 500})
  void anyOtherAnswerIsTheStacksOwn(int status) {
    try (EdgeFixture edge = onGreen()) {
      edge.green.byDefault(Answer.status(status, "green's"));
      assertThat(ask(edge, FILE).status()).isEqualTo(status);
      assertThat(edge.blue.requests()).isEmpty();
    }
  }

  @Test
  void aPlatformThatAnswersInTheStacksPlaceIsNotAMissingFile() {
    try (EdgeFixture edge = onGreen()) {
      edge.green.byDefault(Answer.status(404, "", "x-render-routing: no-server"));
      assertThat(ask(edge, FILE).status()).isEqualTo(404);
      assertThat(edge.sample().outcome()).isEqualTo(Outcome.REFUSED);
      assertThat(edge.blue.requests()).isEmpty();
    }
  }

  @Test
  void whatBlueAnswersInGreensPlaceIsNotAskedOfGreen() {
    try (EdgeFixture edge = onGreen()) {
      edge.green.refuseConnections();
      edge.blue.byDefault(MISSING);
      assertIsFirst(ask(edge, FILE));
      assertThat(edge.blue.requests()).hasSize(1);
      assertThat(edge.sample().rescued()).isTrue();
    }
  }

  @Test
  void greenIsNotAskedWhileEveryoneIsKeptOnBlue() {
    try (EdgeFixture edge = on(Stack.BLUE, wishes())) {
      SplitTable.Latch latch = new SplitTable.Latch("manual", "a test", 0, "test");
      SplitTable.Hold away = new SplitTable.Hold(SplitTable.Hold.Cause.AWAY, "away");
      SplitTable.Hold doubt = new SplitTable.Hold(SplitTable.Hold.Cause.DOUBT, "doubt");
      for (SplitTable kept :
          List.of(
              new SplitTable(2, 2, Weight.ALL, "", latch, false),
              new SplitTable(3, 3, Weight.ALL, "", null, away, false),
              new SplitTable(4, 4, Weight.ALL, "", null, doubt, false),
              new SplitTable(5, 5, Weight.ALL, "", null, true))) {
        edge.splitter.swap(kept);
        assertIsFirst(ask(edge, FILE));
      }
      edge.splitter.swap(new SplitTable(6, 6, Weight.NONE, "", null, false));
      edge.heart.advanceSeconds(10);
      assertIsFirst(ask(edge, FILE));
      assertThat(edge.green.requests()).isEmpty();
      edge.splitter.beat();
      assertThat(ask(edge, FILE).status()).isEqualTo(200);
    }
  }

  @Test
  void aLatchThatComesMeanwhileHolds() {
    try (EdgeFixture edge = on(Stack.BLUE, wishes());
        RawClient client = edge.client()) {
      Gate gate = new Gate();
      edge.blue.byDefault(Answer.status(404, "x".repeat(500)).pausedAfter(300, gate));
      client.get(FILE);
      gate.awaitArrival();
      SplitTable.Latch latch = new SplitTable.Latch("manual", "a test", 0, "test");
      edge.splitter.swap(new SplitTable(2, 2, Weight.NONE, "", latch, false));
      gate.open();
      assertThat(client.readResponse().status()).isEqualTo(404);
      assertThat(edge.green.requests()).isEmpty();
    }
  }

  @Test
  void greensUsersGetBluesFileWhateverHolds() {
    try (EdgeFixture edge = onGreen();
        RawClient client = edge.client()) {
      Gate gate = new Gate();
      edge.green.byDefault(Answer.status(404, "x".repeat(500)).pausedAfter(300, gate));
      client.get(FILE);
      gate.awaitArrival();
      edge.failOver();
      gate.open();
      assertThat(client.readResponse().status()).isEqualTo(200);
    }
  }

  @Test
  void aPinnedRouteAndAUserWhoIsDeniedGreenStayWhereTheyAre() {
    try (EdgeFixture edge = on(Stack.BLUE, wishes(route(Optional.of(Stack.BLUE)), Lists.NONE))) {
      assertIsFirst(ask(edge, FILE));
      assertThat(edge.green.requests()).isEmpty();
    }
    Lists denied = new Lists(Set.of(), Set.of("42"));
    try (EdgeFixture edge = on(Stack.BLUE, wishes(route(Optional.empty()), denied))) {
      assertIsFirst(ask(edge, FILE, Tokens.authorization(42)));
      assertThat(edge.green.requests()).isEmpty();
    }
  }

  @Test
  void aSpentBudgetLeavesTheFirstAnswer() {
    EdgeFixture.Wishes wishes = wishes();
    wishes.clock = clock;
    try (EdgeFixture edge = on(Stack.GREEN, wishes);
        RawClient client = edge.client()) {
      for (int i = 0; i < 10; i++) {
        assertThat(client.get(FILE).readResponse().status()).isEqualTo(200);
      }
      assertIsFirst(client.get(FILE).readResponse());
      assertThat(edge.blue.requests()).hasSize(10);
      assertThat(count(edge, Stack.GREEN, SecondAnswer.BETTER)).isEqualTo(10);
      assertThat(count(edge, Stack.GREEN, SecondAnswer.BUDGET)).isOne();
    }
  }

  @Test
  void aLargeFirstAnswerIsPassedOnAsItIs() {
    try (EdgeFixture edge = onGreen()) {
      String large = "x".repeat(HeldAnswer.MAX_BYTES);
      edge.green.enqueue(
          Answer.status(404, large + "y"),
          new Answer.RespondChunked(404, List.of(), List.of(large, "y"), List.of("X-Why: none")),
          Answer.status(404, large));
      assertThat(ask(edge, FILE).body()).isEqualTo(large + "y");
      RawResponse chunked = ask(edge, FILE);
      assertThat(chunked.status()).isEqualTo(404);
      assertThat(chunked.body()).isEqualTo(large + "y");
      assertThat(chunked.trailers().first("X-Why")).contains("none");
      assertThat(edge.blue.requests()).isEmpty();
      assertThat(count(edge, Stack.GREEN, SecondAnswer.TOO_LARGE)).isEqualTo(2);
      assertThat(ask(edge, FILE).status()).as("of exactly what is held").isEqualTo(200);
    }
  }

  @Test
  void aFirstAnswerThatBreaksOffIsTheStacksFailureAndNotAsked() {
    try (EdgeFixture edge = onGreen()) {
      edge.green.byDefault(Answer.status(404, "x".repeat(500)).closedAfter(300));
      assertThat(ask(edge, FILE).status()).isEqualTo(502);
      Sample sample = edge.sample();
      assertThat(sample.outcome()).isEqualTo(Outcome.RESET);
      assertThat(edge.blue.requests()).isEmpty();
    }
  }
}
