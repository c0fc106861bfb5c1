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
import io.canaryrouter.testing.FaultyStack;
import io.canaryrouter.testing.RawClient;
import io.canaryrouter.testing.RawResponse;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** Two stacks with a route of assets, and users whose own stack has no file at all. */
final class AssetFixture {
  static final String FILE = "/assets/app-2c5d2f62.css";
  static final Answer MISSING = Answer.status(404, "no such file", "X-Made-By: assigned");

  static Route route(Optional<Stack> pin) {
    return new Route(
        "assets",
        RoutePattern.parse("/assets/**"),
        pin,
        Route.SUCCESS,
        OptionalDouble.empty(),
        OptionalLong.empty(),
        true);
  }

  static EdgeFixture.Wishes wishes() {
    return wishes(route(Optional.empty()), Lists.NONE);
  }

  static EdgeFixture.Wishes wishes(Route route, Lists lists) {
    EdgeFixture.Wishes wishes = new EdgeFixture.Wishes().oneThread();
    wishes.rules = new Rules(new RouteTable(List.of(route)), Exclusions.NONE, lists, null);
    return wishes;
  }

  /** Everybody is on this stack, which has no files at all. */
  static EdgeFixture on(Stack assigned, EdgeFixture.Wishes wishes) {
    EdgeFixture edge =
        assigned == Stack.GREEN ? EdgeFixture.toGreen(wishes) : EdgeFixture.toBlue(wishes);
    stack(edge, assigned).byDefault(MISSING);
    return edge;
  }

  static EdgeFixture onGreen() {
    return on(Stack.GREEN, wishes());
  }

  static FaultyStack stack(EdgeFixture edge, Stack stack) {
    return stack == Stack.GREEN ? edge.green : edge.blue;
  }

  static RawResponse ask(EdgeFixture edge, String target, String... fields) {
    try (RawClient client = edge.client()) {
      return client.get(target, fields).readResponse();
    }
  }

  static long count(EdgeFixture edge, Stack assigned, SecondAnswer answer) {
    return edge.totals(assigned).secondAnswers(Wanting.FILE).getOrDefault(answer, 0L);
  }

  static void assertIsFirst(RawResponse response) {
    assertThat(response.status()).isEqualTo(404);
    assertThat(response.body()).isEqualTo("no such file");
    assertThat(response.field("X-Made-By")).isEqualTo("assigned");
    assertThat(response.ending()).isEqualTo(Ending.COMPLETE);
  }

  private AssetFixture() {}
}
