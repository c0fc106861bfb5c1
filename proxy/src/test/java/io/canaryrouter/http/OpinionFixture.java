package io.canaryrouter.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.canaryrouter.measure.SecondAnswer;
import io.canaryrouter.measure.Wanting;
import io.canaryrouter.routes.Exclusions;
import io.canaryrouter.routes.Route;
import io.canaryrouter.routes.RoutePattern;
import io.canaryrouter.routes.RouteTable;
import io.canaryrouter.routes.Rules;
import io.canaryrouter.split.Lists;
import io.canaryrouter.split.Stack;
import io.canaryrouter.testing.Answer;
import io.canaryrouter.testing.Ending;
import io.canaryrouter.testing.RawResponse;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** Everybody is on a green that answers nothing but 500, beside a good blue. */
final class OpinionFixture {
  static final Answer BROKEN = Answer.status(500, "green broke", "X-Made-By: green");

  static EdgeFixture.Wishes wishes() {
    EdgeFixture.Wishes wishes = new EdgeFixture.Wishes().oneThread();
    wishes.secondOpinion = true;
    return wishes;
  }

  static EdgeFixture onGreen() {
    return onGreen(wishes());
  }

  static EdgeFixture onGreen(EdgeFixture.Wishes wishes) {
    EdgeFixture edge = EdgeFixture.toGreen(wishes);
    edge.green.byDefault(BROKEN);
    edge.blue.byDefault(Answer.ok("blue's"));
    return edge;
  }

  /** Rules with one route, all of {@code /exports}. */
  static Rules rules(Optional<Stack> pin, Optional<Boolean> secondOpinion) {
    Route route =
        new Route(
            "exports",
            RoutePattern.parse("/exports/**"),
            pin,
            Route.SUCCESS,
            OptionalDouble.empty(),
            OptionalLong.empty(),
            false,
            secondOpinion);
    return new Rules(new RouteTable(List.of(route)), Exclusions.NONE, Lists.NONE, null);
  }

  static long count(EdgeFixture edge, SecondAnswer answer) {
    return edge.totals(Stack.GREEN).secondAnswers(Wanting.SUCCESS).getOrDefault(answer, 0L);
  }

  /** How often anything became of any failure of green. */
  static long count(EdgeFixture edge) {
    return edge.totals(Stack.GREEN).secondAnswers(Wanting.SUCCESS).values().stream()
        .mapToLong(Long::longValue)
        .sum();
  }

  static void assertIsBlues(RawResponse response) {
    assertThat(response.status()).isEqualTo(200);
    assertThat(response.body()).isEqualTo("blue's");
    assertThat(response.field("X-Canary-Stack")).isEqualTo("blue");
    assertThat(response.fields().first("X-Made-By")).isEmpty();
    assertThat(response.ending()).isEqualTo(Ending.COMPLETE);
  }

  static void assertIsGreens(RawResponse response) {
    assertThat(response.status()).isEqualTo(500);
    assertThat(response.body()).isEqualTo("green broke");
    assertThat(response.field("X-Made-By")).isEqualTo("green");
    assertThat(response.field("X-Canary-Stack")).isEqualTo("green");
    assertThat(response.ending()).isEqualTo(Ending.COMPLETE);
  }

  private OpinionFixture() {}
}
