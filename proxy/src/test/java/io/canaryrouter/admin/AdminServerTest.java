package io.canaryrouter.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.canaryrouter.identity.IdentitySource;
import io.canaryrouter.identity.UserKey;
import io.canaryrouter.measure.Outcome;
import io.canaryrouter.measure.Sample;
import io.canaryrouter.rollout.Cause;
import io.canaryrouter.rollout.Refused;
import io.canaryrouter.split.Bucket;
import io.canaryrouter.split.Splitter;
import io.canaryrouter.split.Stack;
import io.canaryrouter.split.Weight;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AdminServerTest {
  private static final String SPLIT = "/api/v1/split";

  private AdminFixture admin;

  @BeforeEach
  void start() throws IOException {
    admin = new AdminFixture(null);
  }

  @AfterEach
  void stop() {
    admin.close();
  }

  @Test
  void theStateShowsRoutesUsersRejectionsAndTheWindowsOfEachStack() throws Exception {
    Sample[] seen = {
      sample(Outcome.AUTH, 401, true, 7, "login"),
      sample(Outcome.RESET, 0, true, 8, "other"),
      sample(Outcome.OK, 200, false, 9, "excluded")
    };
    try (AdminFixture seeing = new AdminFixture(null, seen)) {
      JsonNode green = AdminFixture.json(seeing.get("/api/v1/state")).at("/stacks/green");
      assertThat(green.at("/window/requests").asInt()).isEqualTo(3);
      assertThat(green.at("/window/rejections/401").asInt()).isEqualTo(1);
      for (String window : new String[] {"minute", "hour", "day", "epoch"}) {
        assertThat(green.at("/windows/" + window + "/requests").asInt()).as(window).isEqualTo(3);
      }
      assertThat(green.at("/windows/hour/p95_ms").asDouble()).isBetween(9.8, 10.2);
      assertThat(green.at("/windows/hour/seconds").asInt()).isEqualTo(3_600);
      assertThat(green.at("/judged/epoch/requests").asInt()).isEqualTo(2);
      assertThat(green.at("/judged/minute/error_rate").asDouble()).isEqualTo(0.5);
      assertThat(green.at("/users/epoch/exposed").asInt()).isEqualTo(3);
      assertThat(green.at("/users/total/affected").asInt()).isEqualTo(1);
      assertThat(green.at("/routes/login/epoch/rejections/401").asInt()).isEqualTo(1);
      assertThat(green.at("/routes/login/minute/outcomes").toString()).isEqualTo("{\"auth\":1}");
      assertThat(green.at("/routes/other/users/affected").asInt()).isEqualTo(1);
      assertThat(green.at("/routes/excluded/hour/requests").asInt()).isEqualTo(1);
    }
  }

  private static Sample sample(
      Outcome outcome, int status, boolean isJudged, long user, String route) {
    long endNanos = Duration.ofDays(2).toNanos();
    long hash = new UserKey(String.valueOf(user), IdentitySource.HEADER).hash();
    return new Sample(
        endNanos, 1, Stack.GREEN, outcome, status, false, isJudged, hash, 10_000_000, route);
  }

  @Test
  void aGreenThatHasNotBeenUpYetHasNobodyAndTheStateMetricsAndExplanationSaySo() throws Exception {
    admin.hasBeenUp = false;
    JsonNode state = AdminFixture.json(admin.get("/api/v1/state"));
    assertThat(state.at("/split/set").asText()).isEqualTo("10%");
    assertThat(state.at("/split/actual").asText()).isEqualTo("0%");
    assertThat(state.at("/split/unproven").asBoolean()).isTrue();
    assertThat(admin.get("/metrics").body()).contains("canary_split_green_ratio 0.0");
    JsonNode why = AdminFixture.json(admin.call("POST", "/api/v1/explain", "{\"key\":\"0\"}"));
    assertThat(why.at("/reason").asText()).isEqualTo("unprobed");
  }

  @Test
  void theStateTellsWhichBuildAnswers() throws Exception {
    admin.builds.put(Stack.GREEN, "a1b2c3");
    JsonNode state = AdminFixture.json(admin.get("/api/v1/state"));
    assertThat(state.at("/stacks/green/build").asText()).isEqualTo("a1b2c3");
    assertThat(state.at("/stacks/blue/build").asText("none")).isEmpty();
  }

  @Test
  void theStateTellsSplitStacksVerdictAndLatch() throws Exception {
    HttpResponse<String> answer = admin.get("/api/v1/state");
    JsonNode state = AdminFixture.json(answer);
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("ETag")).contains("\"1\"");
    assertThat(state.at("/revision").asLong()).isEqualTo(1);
    assertThat(state.at("/epoch").asLong()).isEqualTo(1);
    assertThat(state.at("/name").asText()).isEqualTo("edge");
    assertThat(state.at("/version").asText()).isEqualTo("1.2.3");
    assertThat(state.at("/transport").asText()).isEqualTo("epoll");
    assertThat(state.at("/split/set").asText()).isEqualTo("10%");
    assertThat(state.at("/split/actual").asText()).isEqualTo("10%");
    assertThat(state.at("/verdict/level").asText()).isEqualTo("inconclusive");
    assertThat(state.at("/latch").isNull()).isTrue();
    assertThat(state.at("/stacks/green/address").asText()).isEqualTo("green:3000");
    assertThat(state.at("/stacks/green/instances/0/health").asText()).isEqualTo("up");
    assertThat(state.at("/stacks/blue/window/requests").asLong()).isZero();
    assertThat(state.at("/stacks/blue/window/p95_ms").isNull()).isTrue();
    assertThat(state.at("/stacks/blue/totals/outcomes/ok").asLong()).isZero();
  }

  @Test
  void aNewWeightIsInForceWhenItIsAnswered() throws Exception {
    HttpResponse<String> answer =
        admin.call("PUT", SPLIT, "{\"green\":\"5%\",\"reason\":\"first users\"}");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(AdminFixture.json(answer).at("/revision").asLong()).isEqualTo(2);
    assertThat(AdminFixture.json(answer).at("/epoch").asLong()).isEqualTo(2);
    assertThat(admin.splitter.table().green()).isEqualTo(Weight.parse("5%"));
    JsonNode audit = AdminFixture.json(admin.get("/api/v1/audit"));
    assertThat(audit.at("/entries/0/by").asText()).isEqualTo("local");
    assertThat(audit.at("/entries/0/reason").asText()).isEqualTo("first users");
    assertThat(audit.at("/entries/0/at").asText()).isEqualTo("2026-11-23T00:00:00Z");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "[]",
        "5",
        "null",
        "{} {}",
        "{}",
        "{\"green\":\"5%\"}",
        "{\"reason\":\"r\"}",
        "{\"green\":5,\"reason\":\"r\"}",
        "{\"green\":\"5\",\"reason\":\"r\"}",
        "{\"green\":\"101%\",\"reason\":\"r\"}",
        "{\"green\":\"0.001%\",\"reason\":\"r\"}",
        "{\"green\":\"5%\",\"reason\":\" \"}",
        "{\"green\":\"5%\",\"reason\":5}",
        "{\"green\":\"5%\",\"reason\":\"r\",\"blue\":\"95%\"}",
        "{\"green\":\"5%\",\"green\":\"50%\",\"reason\":\"r\"}"
      })
  void aBodyThatIsNotExactlyAnOrderIsRefused(String body) throws Exception {
    HttpResponse<String> answer = admin.call("PUT", SPLIT, body);
    assertProblem(answer, 400);
    assertThat(admin.splitter.table().revision()).isEqualTo(1);
  }

  @Test
  void aBodyThatIsTooLargeOrNotJsonByItsTypeIsRefused() throws Exception {
    String large = "{\"reason\":\"" + "x".repeat(Call.MAX_BODY_BYTES) + "\"}";
    assertProblem(admin.call("POST", "/api/v1/failover", large), 413);
    assertProblem(
        admin.send(
            admin
                .request("/api/v1/failover")
                .POST(BodyPublishers.ofString("{\"reason\":\"r\"}"))
                .header("Content-Type", "text/plain")),
        415);
    assertThat(admin.splitter.table().latch()).isNull();
  }

  @Test
  void failoverLatchesAndFailbackReleases() throws Exception {
    assertThat(failover().statusCode()).isEqualTo(200);
    assertThat(admin.splitter.table().effective()).isEqualTo(Weight.NONE);
    JsonNode state = AdminFixture.json(admin.get("/api/v1/state"));
    assertThat(state.at("/latch/sentence").asText()).isEqualTo("odd figures");
    assertThat(state.at("/latch/by").asText()).isEqualTo("local");
    assertThat(state.at("/split/set").asText()).isEqualTo("10%");
    assertThat(state.at("/split/actual").asText()).isEqualTo("0%");
    HttpResponse<String> refused =
        admin.call("PUT", SPLIT, "{\"green\":\"5%\",\"reason\":\"again\"}");
    assertProblem(refused, 409);
    assertThat(AdminFixture.json(refused).at("/revision").asLong()).isEqualTo(2);
    String failback = "{\"green\":\"1%\",\"reason\":\"fixed\"}";
    assertProblem(admin.call("POST", "/api/v1/failback", failback), 409);
    assertThat(
            admin
                .call("POST", "/api/v1/failback", failback.replace("}", ",\"force\":true}"))
                .statusCode())
        .isEqualTo(200);
    assertThat(admin.splitter.table().effective()).isEqualTo(Weight.parse("1%"));
  }

  @Test
  void afterTenMinutesFailbackNeedsNoForce() throws Exception {
    failover();
    admin.nanos.addAndGet(Duration.ofMinutes(10).toNanos());
    String failback = "{\"green\":\"1%\",\"reason\":\"fixed\"}";
    assertThat(admin.call("POST", "/api/v1/failback", failback).statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({"'\"1\"', 200", "1, 200", "*, 200", "'\"2\"', 412", "abc, 412"})
  void aChangeCanBeTiedToTheRevisionThatWasSeen(String ifMatch, int status) throws Exception {
    HttpResponse<String> answer =
        admin.send(
            admin
                .request(SPLIT)
                .PUT(BodyPublishers.ofString("{\"green\":\"5%\",\"reason\":\"r\"}"))
                .header("Content-Type", "application/json")
                .header("If-Match", ifMatch));
    assertThat(answer.statusCode()).isEqualTo(status);
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /nothing, 404", "GET, /api/v1/rollout, 404", "GET, /api/v1/split, 405",
    "DELETE, /api/v1/state, 405", "POST, /metrics, 405", "GET, /api/v1/../v1/state, 404"
  })
  void whatThereIsNotIsSaid(String method, String path, int status) throws Exception {
    HttpResponse<String> answer =
        admin.send(admin.request(path).method(method, BodyPublishers.noBody()));
    assertProblem(answer, status);
    if (status == 405) {
      assertThat(answer.headers().firstValue("Allow")).isPresent();
    }
  }

  @Test
  void aKeyIsExplainedAsTheSplitTreatsIt() throws Exception {
    JsonNode why = AdminFixture.json(admin.call("POST", "/api/v1/explain", "{\"key\":\"42\"}"));
    assertThat(why.at("/bucket").asInt()).isEqualTo(2637);
    assertThat(why.at("/rank").asInt()).isEqualTo(7362);
    assertThat(why.at("/hash").asText())
        .isEqualTo("%016x".formatted(Bucket.hash("", "42")))
        .hasSize(16);
    assertThat(why.at("/weight").asText()).isEqualTo("10%");
    assertThat(why.at("/stack").asText()).isEqualTo("blue");
    assertThat(why.at("/reason").asText()).isEqualTo("rank");
    assertThat(why.at("/green_from").asText()).isEqualTo("73.63%");
    assertThat(why.at("/source").asText()).isEqualTo("key");
  }

  @Test
  void aTokenIsExplainedByItsClaim() throws Exception {
    String payload =
        Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString("{\"user_id\":42}".getBytes(StandardCharsets.UTF_8));
    JsonNode why =
        AdminFixture.json(
            admin.call("POST", "/api/v1/explain", "{\"key\":\"e30." + payload + ".c2ln\"}"));
    assertThat(why.at("/key").asText()).isEqualTo("42");
    assertThat(why.at("/source").asText()).isEqualTo("token");
    assertThat(why.at("/verification/result").asText()).isEqualTo("unchecked");
    assertProblem(admin.call("POST", "/api/v1/explain", "{\"key\":\"\"}"), 400);
  }

  @Test
  void aReloadIsAnsweredWithTheRevisionOrWithWhatIsWrong() throws Exception {
    assertThat(admin.send(admin.request("/api/v1/reload").POST(BodyPublishers.noBody())))
        .extracting(HttpResponse::statusCode)
        .isEqualTo(200);
    admin.reloadTrouble = new IllegalArgumentException("line 3: splt is not known, write split");
    HttpResponse<String> wrong = admin.call("POST", "/api/v1/reload", "{\"reason\":\"new file\"}");
    assertProblem(wrong, 409);
    assertThat(AdminFixture.json(wrong).at("/detail").asText()).contains("line 3");
    admin.reloadTrouble = new Refused(Refused.Kind.STATE, "everyone is latched on blue");
    assertProblem(admin.call("POST", "/api/v1/reload", "{}"), 409);
    admin.reloadTrouble = new IllegalStateException("a bug");
    assertProblem(admin.call("POST", "/api/v1/reload", "{}"), 500);
  }

  @Test
  void healthTellsOfTheControlThreadAndOfReadiness() throws Exception {
    assertThat(admin.get("/livez").statusCode()).isEqualTo(200);
    assertThat(admin.get("/readyz").statusCode()).isEqualTo(200);
    admin.isReady = false;
    admin.nanos.addAndGet(3 * Splitter.SILENCE_NANOS);
    assertThat(admin.get("/livez").statusCode()).isEqualTo(503);
    assertThat(admin.get("/readyz").statusCode()).isEqualTo(503);
    assertThat(AdminFixture.json(admin.get("/api/v1/state")).at("/split/actual").asText())
        .isEqualTo("0%");
  }

  @Test
  void thePageBringsEverythingItNeedsAndNothingFromElsewhere() throws Exception {
    HttpResponse<String> page = admin.get("/");
    assertThat(page.headers().firstValue("Content-Type")).contains("text/html; charset=utf-8");
    assertThat(page.headers().firstValue("Content-Security-Policy").orElse(""))
        .contains("default-src 'none'");
    assertThat(page.body()).contains("api/v1/state").doesNotContain("http://", "https://", "src=");
    assertThat(page.body()).doesNotContain("localStorage", "sessionStorage");
  }

  @Test
  void aHeadRequestGetsTheFieldsAlone() throws Exception {
    HttpResponse<String> answer =
        admin.send(admin.request("/api/v1/state").method("HEAD", BodyPublishers.noBody()));
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEmpty();
  }

  @Test
  void aChangeByTheControlIsSeenInTheState() throws Exception {
    admin.commands.setSplit(Weight.parse("33%"), Cause.of("ana", "r")).join();
    JsonNode state = AdminFixture.json(admin.get("/api/v1/state"));
    assertThat(state.at("/split/set").asText()).isEqualTo("33%");
    assertThat(state.at("/revision").asLong()).isEqualTo(2);
  }

  private HttpResponse<String> failover() throws Exception {
    return admin.call("POST", "/api/v1/failover", "{\"reason\":\"odd figures\"}");
  }

  private static void assertProblem(HttpResponse<String> answer, int status) throws IOException {
    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
    JsonNode problem = AdminFixture.json(answer);
    assertThat(problem.at("/status").asInt()).isEqualTo(status);
    assertThat(problem.at("/detail").asText()).isNotBlank();
    assertThat(problem.at("/revision").isIntegralNumber()).isTrue();
  }
}
