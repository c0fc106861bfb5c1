package io.canaryrouter.http;

import static io.canaryrouter.http.AssetFixture.ask;
import static io.canaryrouter.http.OpinionFixture.assertIsBlues;
import static io.canaryrouter.http.OpinionFixture.assertIsGreens;
import static io.canaryrouter.http.OpinionFixture.count;
import static io.canaryrouter.http.OpinionFixture.onGreen;
import static io.canaryrouter.http.OpinionFixture.rules;
import static io.canaryrouter.http.OpinionFixture.wishes;
import static io.canaryrouter.http.SecondOpinionTest.assertIsFailureOfGreen;
import static org.assertj.core.api.Assertions.assertThat;

import io.canaryrouter.measure.Outcome;
import io.canaryrouter.measure.Sample.Remark;
import io.canaryrouter.measure.SecondAnswer;
import io.canaryrouter.routes.Exclusions;
import io.canaryrouter.routes.RouteTable;
import io.canaryrouter.routes.Rules;
import io.canaryrouter.split.Lists;
import io.canaryrouter.split.OverrideSeal;
import io.canaryrouter.split.Stack;
import io.canaryrouter.testing.Answer;
import io.canaryrouter.testing.FakeClock;
import io.canaryrouter.testing.RawClient;
import io.canaryrouter.testing.RawResponse;
import io.canaryrouter.testing.Tokens;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** When blue is not asked, and green's failure is the client's. */
class SecondOpinionLimitsTest {
  private final FakeClock clock = new FakeClock();

  @Test
  void onlyReadingIsAskedTwice() {
    try (EdgeFixture edge = onGreen();
        RawClient client = edge.client()) {
      assertIsGreens(client.post("/", "body").readResponse());
      for (String method : List.of("POST", "PUT", "PATCH", "DELETE", "OPTIONS")) {
        client.send(method + " / HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n");
        assertIsGreens(client.readResponse());
      }
      client.send("GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\nx");
      assertIsGreens(client.readResponse());
      client.send("GET / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n");
      assertIsGreens(client.readResponse());
      client.upgrade("/cable");
      assertIsGreens(client.readResponse());
      assertThat(edge.blue.requests()).isEmpty();
      assertThat(count(edge)).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 302, 401, 403, 404, 429, 499})
  void whatIsNoFailureIsGreensOwn(int status) {
    try (EdgeFixture edge = onGreen()) {
      edge.green.byDefault(Answer.status(status, "green's"));
      assertThat(ask(edge, "/").status()).isEqualTo(status);
      assertThat(edge.blue.requests()).isEmpty();
    }
  }

  @Test
  void whatBlueFailsIsNeverAskedOfGreen() {
    try (EdgeFixture edge = EdgeFixture.toBlue(wishes())) {
      edge.blue.byDefault(Answer.status(500, "blue broke"));
      edge.green.byDefault(Answer.ok("green's"));
      assertThat(ask(edge, "/").body()).isEqualTo("blue broke");
      assertThat(edge.green.requests()).isEmpty();
      assertThat(edge.sample().remark()).isEqualTo(Remark.NONE);
    }
  }

  @Test
  void bySettingItIsOff() {
    EdgeFixture.Wishes wishes = wishes();
    wishes.secondOpinion = false;
    wishes.rules = rules(Optional.empty(), Optional.of(true));
    try (EdgeFixture edge = onGreen(wishes)) {
      assertIsGreens(ask(edge, "/"));
      assertIsFailureOfGreen(edge.sample(), Outcome.SERVER_ERROR, 500, false, Remark.NONE);
      assertThat(count(edge)).isZero();
      assertIsBlues(ask(edge, "/exports/1"));
    }
  }

  @Test
  void byRouteItIsOff() {
    EdgeFixture.Wishes wishes = wishes();
    wishes.rules = rules(Optional.empty(), Optional.of(false));
    try (EdgeFixture edge = onGreen(wishes)) {
      assertIsGreens(ask(edge, "/exports/1"));
      assertThat(edge.blue.requests()).isEmpty();
      assertIsBlues(ask(edge, "/"));
    }
  }

  @Test
  void aReloadSwitchesItForWhatBeginsAfterwards() {
    try (EdgeFixture edge = onGreen()) {
      assertIsBlues(ask(edge, "/"));
      edge.reload(
          StackSettings.of(UpstreamAddress.parse(edge.blue.authority())),
          StackSettings.of(UpstreamAddress.parse(edge.green.authority())));
      assertIsGreens(ask(edge, "/"));
    }
  }

  @Test
  void whoWantsToSeeGreenSeesIt() {
    EdgeFixture.Wishes wishes = wishes();
    OverrideSeal seal = new OverrideSeal("a secret of more than sixteen");
    Lists lists = new Lists(Set.of("42"), Set.of());
    RouteTable routes = rules(Optional.of(Stack.GREEN), Optional.empty()).routes();
    wishes.rules = new Rules(routes, Exclusions.NONE, lists, seal);
    try (EdgeFixture edge = new EdgeFixture("0%", wishes)) {
      edge.green.byDefault(OpinionFixture.BROKEN);
      edge.blue.byDefault(Answer.ok("blue's"));
      long end = TimeUnit.MILLISECONDS.toSeconds(System.currentTimeMillis()) + 60;
      assertIsGreens(ask(edge, "/", "X-Canary-Override: " + seal.seal(Stack.GREEN, end)));
      assertIsGreens(ask(edge, "/exports/1"));
      assertThat(edge.blue.requests()).isEmpty();
      assertIsBlues(ask(edge, "/", Tokens.authorization(42)));
      assertThat(edge.green.requests()).as("a listed user is a user").hasSize(3);
    }
  }

  @Test
  void aLargeFailureIsPassedOnAsItIs() {
    try (EdgeFixture edge = onGreen()) {
      String large = "x".repeat(HeldAnswer.MAX_BYTES);
      edge.green.enqueue(
          Answer.status(500, large + "y"),
          new Answer.RespondChunked(500, List.of(), List.of(large, "y"), List.of("X-Why: none")));
      assertThat(ask(edge, "/").body()).isEqualTo(large + "y");
      RawResponse chunked = ask(edge, "/");
      assertThat(chunked.status()).isEqualTo(500);
      assertThat(chunked.body()).isEqualTo(large + "y");
      assertThat(chunked.trailers().first("X-Why")).contains("none");
      assertThat(edge.blue.requests()).isEmpty();
      assertThat(count(edge, SecondAnswer.TOO_LARGE)).isEqualTo(2);
      assertThat(edge.samples(2))
          .allSatisfy(sample ->
              assertIsFailureOfGreen(sample, Outcome.SERVER_ERROR, 500, false, Remark.NONE));
    }
  }

  @Test
  void aSpentBudgetLeavesGreensFailure() {
    EdgeFixture.Wishes wishes = wishes();
    wishes.clock = clock;
    try (EdgeFixture edge = onGreen(wishes);
        RawClient client = edge.client()) {
      for (int i = 0; i < 10; i++) {
        assertIsBlues(client.get("/").readResponse());
      }
      edge.samples(10);
      assertIsGreens(client.get("/").readResponse());
      assertIsFailureOfGreen(edge.sample(), Outcome.SERVER_ERROR, 500, false, Remark.NONE);
      assertThat(edge.blue.requests()).hasSize(10);
      assertThat(count(edge, SecondAnswer.BUDGET)).isOne();
      clock.advanceSeconds(11);
      assertIsBlues(client.get("/").readResponse());
    }
  }

  @Test
  void aTenthOfTheTrafficThatFailsForFiveSecondsIsWithinTheBudget() {
    EdgeFixture.Wishes wishes = wishes();
    wishes.clock = clock;
    try (EdgeFixture edge = onGreen(wishes);
        RawClient client = edge.client()) {
      for (int i = 0; i < 500; i++) {
        edge.green.byDefault(i % 10 == 0 ? OpinionFixture.BROKEN : Answer.ok("green's"));
        assertThat(client.get("/").readResponse().status()).isEqualTo(200);
        clock.advanceMillis(10);
      }
      assertThat(count(edge, SecondAnswer.BETTER)).isEqualTo(50);
    }
  }
}
