package io.canaryrouter.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.canaryrouter.measure.Sample;
import io.canaryrouter.routes.Exclusions;
import io.canaryrouter.routes.Route;
import io.canaryrouter.routes.RoutePattern;
import io.canaryrouter.routes.RouteTable;
import io.canaryrouter.routes.Rules;
import io.canaryrouter.split.Lists;
import io.canaryrouter.split.OverrideReading;
import io.canaryrouter.split.OverrideSeal;
import io.canaryrouter.split.SplitTable;
import io.canaryrouter.split.Stack;
import io.canaryrouter.testing.Answer;
import io.canaryrouter.testing.RawClient;
import io.canaryrouter.testing.Tokens;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Which requests go where, whatever the weight says, and which of them are judged. */
class RoutingTest {
  private static final OverrideSeal SEAL = new OverrideSeal("a secret of more than sixteen");

  private @Nullable EdgeFixture fixture;

  @AfterEach
  void close() {
    if (fixture != null) {
      fixture.close();
    }
  }

  @Test
  void aPinnedRouteGoesToItsStackUnderEverySpellingAndIsForwardedVerbatim() {
    EdgeFixture edge = edge("100%");
    try (RawClient client = edge.client()) {
      for (String target : List.of("/billing/1?a=b", "//billing/%31", "/x/../b%69lling/")) {
        assertThat(client.get(target).readResponse().body()).isEqualTo("blue");
        assertThat(edge.blue.takeRequest().target()).isEqualTo(target);
      }
      assertThat(client.get("/Billing/1").readResponse().body()).isEqualTo("green");
    }
  }

  @Test
  void pinnedTrafficIsMeasuredUnderItsRouteAndNotJudged() {
    EdgeFixture edge = edge("100%");
    try (RawClient client = edge.client()) {
      client.get("/billing/1").readResponse();
      assertThat(edge.sample()).returns("billing", Sample::route).returns(false, Sample::judged);
      client.get("/users/1").readResponse();
      assertThat(edge.sample()).returns("other", Sample::route).returns(true, Sample::judged);
    }
  }

  @Test
  void aSignedOverrideChoosesTheStackAlsoWhileLatchedAndNoStackSeesIt() {
    EdgeFixture edge = edge("0%");
    edge.splitter.swap(
        new SplitTable(
            2,
            2,
            edge.splitter.table().green(),
            "",
            new SplitTable.Latch("manual", "a test", 0, "ana"),
            false));
    try (RawClient client = edge.client()) {
      String override = SEAL.seal(Stack.GREEN, nowSeconds() + 60);
      assertThat(client.get("/", "X-Canary-Override: " + override).readResponse().body())
          .isEqualTo("green");
    }
    assertThat(edge.green.takeRequest().head()).doesNotContainIgnoringCase("X-Canary-Override:");
    assertThat(edge.sample().judged()).isFalse();
    assertThat(overrides(edge, OverrideReading.GREEN)).isEqualTo(1);
  }

  @Test
  void anExpiredOrForgedOverrideIsIgnoredCountedAndSeenByNoStack() {
    EdgeFixture edge = edge("0%");
    try (RawClient client = edge.client()) {
      for (String override :
          List.of(SEAL.seal(Stack.GREEN, nowSeconds() - 1), "green.99999999999.00", "green")) {
        assertThat(client.get("/", "X-Canary-Override: " + override).readResponse().body())
            .isEqualTo("blue");
        assertThat(edge.blue.takeRequest().head()).doesNotContainIgnoringCase("X-Canary-Override:");
      }
      assertThat(
              client
                  .get(
                      "/", "Cookie: X-Canary-Override=" + SEAL.seal(Stack.GREEN, nowSeconds() + 60))
                  .readResponse()
                  .body())
          .isEqualTo("blue");
    }
    assertThat(overrides(edge, OverrideReading.EXPIRED)).isEqualTo(1);
    assertThat(overrides(edge, OverrideReading.WRONG)).isEqualTo(2);
    assertThat(edge.samples(4)).allMatch(Sample::judged);
  }

  @Test
  void listedUsersGoWhereTheListSaysAndAreNotJudged() {
    EdgeFixture edge = edge("0%");
    try (RawClient client = edge.client()) {
      assertThat(client.get("/", bearer("42")).readResponse().body()).isEqualTo("green");
      assertThat(client.get("/", bearer("43")).readResponse().body()).isEqualTo("blue");
    }
    assertThat(edge.samples(2)).noneMatch(Sample::judged);
  }

  @Test
  void aProbeIsRoutedAsAnyOtherAndMeasuredApart() {
    EdgeFixture edge = edge("100%");
    try (RawClient client = edge.client()) {
      assertThat(client.get("/up").readResponse().body()).isEqualTo("green");
      client.get("/billing/1", "User-Agent: kube-probe/1.29").readResponse();
    }
    assertThat(edge.samples(2))
        .allMatch(sample -> sample.route().equals("excluded") && !sample.judged());
    assertThat(edge.blue.requests()).hasSize(1);
  }

  @Test
  void aBrowsersPreflightIsNotJudgedButItsOwnOptionsAre() {
    EdgeFixture edge = edge("100%");
    try (RawClient client = edge.client()) {
      client.send(options("Origin: https://b", "Access-Control-Request-Method: POST"));
      client.readResponse();
      assertThat(edge.sample().judged()).isFalse();
      client.send(options("Origin: https://b")).readResponse();
      assertThat(edge.sample().judged()).isTrue();
    }
  }

  @Test
  void theAccessLogTellsTheRouteAndTheRuleThatDecided() {
    EdgeFixture edge = edge("100%");
    try (RawClient client = edge.client()) {
      client.get("/billing/1").readResponse();
    }
    assertThat(edge.closeAndReadLog())
        .singleElement()
        .asString()
        .contains("\"route\":\"billing\",\"stack\":\"blue\",\"reason\":\"pin\"");
  }

  @Test
  void aDeliveryNetworkKeepsNothingWhileUsersAreOnBothStacks() {
    for (String weight : List.of("0%", "50%", "100%")) {
      EdgeFixture.Wishes wishes = new EdgeFixture.Wishes();
      wishes.cdnPrivate = true;
      try (EdgeFixture edge = new EdgeFixture(weight, wishes);
          RawClient client = edge.client()) {
        String field = "CDN-Cache-Control: max-age=600";
        edge.blue.byDefault(Answer.status(200, "blue", field));
        edge.green.byDefault(Answer.status(200, "green", field));

        assertThat(client.get("/").readResponse().field("CDN-Cache-Control"))
            .as(weight)
            .isEqualTo(weight.equals("50%") ? "private" : "max-age=600");
      }
    }
  }

  private EdgeFixture edge(String weight) {
    EdgeFixture.Wishes wishes = new EdgeFixture.Wishes();
    wishes.rules =
        new Rules(
            new RouteTable(List.of(pinned("billing", "/billing/**"))),
            Exclusions.DEFAULTS,
            new Lists(Set.of("42"), Set.of("43")),
            SEAL);
    EdgeFixture edge = new EdgeFixture(weight, wishes);
    edge.blue.byDefault(Answer.ok("blue"));
    edge.green.byDefault(Answer.ok("green"));
    fixture = edge;
    return edge;
  }

  private static Route pinned(String name, String pattern) {
    return new Route(
        name,
        RoutePattern.parse(pattern),
        Optional.of(Stack.BLUE),
        Route.SUCCESS,
        OptionalDouble.empty(),
        OptionalLong.empty(),
        false);
  }

  private static String options(String... fields) {
    return "OPTIONS / HTTP/1.1\r\nHost: a\r\n" + String.join("\r\n", fields) + "\r\n\r\n";
  }

  private static String bearer(String user) {
    return "Authorization: Bearer " + Tokens.forSubject(user);
  }

  private static long overrides(EdgeFixture edge, OverrideReading reading) {
    return edge.measurements.totals().overrides().getOrDefault(reading, 0L);
  }

  private static long nowSeconds() {
    return TimeUnit.MILLISECONDS.toSeconds(System.currentTimeMillis());
  }
}
