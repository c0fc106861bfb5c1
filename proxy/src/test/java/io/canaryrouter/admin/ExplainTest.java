package io.canaryrouter.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.canaryrouter.identity.Verification;
import io.canaryrouter.routes.Exclusions;
import io.canaryrouter.routes.RouteTable;
import io.canaryrouter.routes.Rules;
import io.canaryrouter.split.Lists;
import io.canaryrouter.split.OverrideSeal;
import io.canaryrouter.split.SplitTable;
import io.canaryrouter.split.Splitter;
import io.canaryrouter.split.Stack;
import io.canaryrouter.split.Weight;
import io.canaryrouter.testing.Tokens;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code POST /api/v1/explain}: what decides at this moment, and what would if it did not. */
class ExplainTest {
  private static final SplitTable.Latch LATCH =
      new SplitTable.Latch("manual", "ana feels that green is slow", 0, "ana");
  private static final OverrideSeal SEAL = new OverrideSeal("more-than-sixteen-characters");
  private static final long YEAR_2100 = 4_102_444_800L;

  private AdminFixture admin;

  @BeforeEach
  void start() throws Exception {
    admin = new AdminFixture("the-admin-token-of-this-test");
    admin.rules =
        new Rules(RouteTable.NONE, Exclusions.NONE, new Lists(Set.of("7", "9"), Set.of("9")), SEAL);
  }

  @AfterEach
  void stop() {
    admin.close();
  }

  private HttpResponse<String> ask(ObjectNode order) throws Exception {
    return admin.send(
        admin
            .request("/api/v1/explain")
            .POST(BodyPublishers.ofString(order.toString()))
            .header("Authorization", "Bearer the-admin-token-of-this-test")
            .header("Content-Type", "application/json"));
  }

  private JsonNode explain(ObjectNode order) throws Exception {
    HttpResponse<String> answer = ask(order);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return AdminFixture.json(answer);
  }

  private JsonNode explain(String key) throws Exception {
    return explain(Json.newObject().put("key", key));
  }

  private static JsonNode rule(JsonNode why, String name) {
    return StreamSupport.stream(why.at("/rules").spliterator(), false)
        .filter(rule -> rule.at("/rule").asText().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private void holding(
      SplitTable.@Nullable Latch latch, SplitTable.@Nullable Hold hold, boolean forced) {
    admin.splitter.swap(new SplitTable(5, 3, Weight.parse("10%"), "", latch, hold, forced));
  }

  @Test
  void whileLatchedAnAllowedUserIsOnBlueAndWouldBeGreenAtAnyWeight() throws Exception {
    holding(LATCH, null, false);

    JsonNode why = explain("7");

    assertThat(why.at("/answer").asText())
        .isEqualTo(
            "blue, because a failover holds everyone there until a person releases it: ana feels"
                + " that green is slow");
    assertThat(why.at("/stack").asText()).isEqualTo("blue");
    assertThat(why.at("/reason").asText()).isEqualTo("latch");
    assertThat(rule(why, "latch").at("/decides").asBoolean()).isTrue();
    assertThat(rule(why, "allow").at("/stack").asText()).isEqualTo("green");
    assertThat(why.at("/green_from").asText()).isEqualTo("0%");
    assertThat(why.at("/green_from_means").asText())
        .contains("any weight, 0% too")
        .contains("only a latch, a hold or CANARY_FORCE is stronger");
    assertThat(why.at("/from").asText()).isEqualTo("router");
    assertThat(why.at("/revision").asLong()).isEqualTo(5);
    assertThat(why.at("/epoch").asLong()).isEqualTo(3);
  }

  @Test
  void atNoWeightAnAllowedUserIsOnGreenAndADeniedOneNeverIs() throws Exception {
    admin.splitter.swap(new SplitTable(5, 3, Weight.NONE, "", null, false));

    assertThat(explain("7").at("/stack").asText()).isEqualTo("green");
    JsonNode denied = explain("9");
    assertThat(denied.at("/stack").asText()).isEqualTo("blue");
    assertThat(denied.at("/reason").asText()).isEqualTo("deny");
    assertThat(rule(denied, "allow").at("/stack").asText()).isEqualTo("green");
    assertThat(denied.at("/green_from").isNull()).isTrue();
    assertThat(denied.at("/green_from_means").asText())
        .isEqualTo("never: the user stands in split.deny");
    assertThat(denied.at("/judged").asBoolean()).isFalse();
  }

  @Test
  void theRulesStandInTheirOrderAndOneDecides() throws Exception {
    JsonNode why = explain("0");

    assertThat(why.at("/rules").findValuesAsText("rule"))
        .containsExactly("forced", "pin", "override", "latch", "hold", "deny", "allow", "rank");
    assertThat(why.at("/rules").findValuesAsText("decides")).containsOnlyOnce("true");
  }

  @Test
  void aHoldTellsItsCauseAndWhatWouldFollow() throws Exception {
    holding(null, new SplitTable.Hold(SplitTable.Hold.Cause.AWAY, "green is away"), false);
    JsonNode away = explain("0");
    assertThat(away.at("/answer").asText()).isEqualTo("blue, because green is away");
    assertThat(away.at("/reason").asText()).isEqualTo("away");
    assertThat(away.at("/green_from_means").asText())
        .isEqualTo("4.07% on, once nothing holds everyone on blue");
    holding(null, new SplitTable.Hold(SplitTable.Hold.Cause.DOUBT, "the state is lost"), false);
    assertThat(explain("0").at("/answer").asText()).isEqualTo("blue, because the state is lost");
    holding(null, null, false);
    admin.nanos.addAndGet(Splitter.SILENCE_NANOS);
    assertThat(explain("0").at("/answer").asText()).contains("the control thread is silent");
    admin.splitter.beat();
    admin.hasBeenUp = false;
    assertThat(explain("0").at("/answer").asText()).contains("green has not been up yet");
  }

  @Test
  void everyRuleThatAppliesIsTold() throws Exception {
    holding(LATCH, new SplitTable.Hold(SplitTable.Hold.Cause.AWAY, "green is away"), true);

    JsonNode why =
        explain(
            Json.newObject().put("key", "7").put("override", SEAL.seal(Stack.GREEN, YEAR_2100)));

    assertThat(why.at("/reason").asText()).isEqualTo("forced");
    assertThat(rule(why, "override").at("/stack").asText()).isEqualTo("green");
    assertThat(why.at("/override/result").asText()).isEqualTo("green");
    assertThat(why.at("/override/until").asText()).isEqualTo("2100-01-01T00:00:00Z");
    assertThat(rule(why, "latch").at("/stack").asText()).isEqualTo("blue");
    assertThat(rule(why, "hold").at("/says").asText()).isEqualTo("green is away");
    assertThat(rule(why, "hold").at("/stack").asText()).isEqualTo("blue");
    assertThat(rule(why, "deny").at("/stack").isNull()).isTrue();
    assertThat(rule(why, "allow").at("/stack").asText()).isEqualTo("green");
  }

  @Test
  void aVisitorIsExplainedByTheAddress() throws Exception {
    JsonNode why = explain(Json.newObject().put("address", "203.0.113.9"));

    assertThat(why.at("/key").asText()).isEqualTo("203.0.113.9");
    assertThat(why.at("/source").asText()).isEqualTo("address");
  }

  @Test
  void whoAsksIsNotCountedAsTraffic() throws Exception {
    explain(Tokens.forUser(0));

    assertThat(admin.identifier.figures().of(Verification.UNCHECKED)).isZero();
  }

  @ParameterizedTest
  @CsvSource({"key", "override"})
  void whatIsTooLongIsRefused(String name) throws Exception {
    ObjectNode order = Json.newObject().put("key", "0").put(name, "x".repeat(9_000));
    assertThat(ask(order).statusCode()).isEqualTo(400);
    assertThat(ask(order.put(name, "x".repeat(70_000))).statusCode()).isEqualTo(413);
  }

  @Test
  void theCallersOwnTokenIsNoUser() throws Exception {
    HttpResponse<String> answer = ask(Json.newObject().put("key", "the-admin-token-of-this-test"));

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body())
        .contains("that is your admin token")
        .doesNotContain("the-admin-token-of-this-test");
  }
}
