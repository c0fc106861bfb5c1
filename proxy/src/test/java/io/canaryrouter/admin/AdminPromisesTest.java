package io.canaryrouter.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds for every call of the admin port, whichever it is. */
class AdminPromisesTest {
  private static final String SECRET = "-has-a-secret-of-32-characters!!";
  private static final String SPLIT = "{\"green\":\"5%\",\"reason\":\"a reason\"}";
  private static final String FAILOVER = "{\"reason\":\"a reason\"}";
  private static final String FAILBACK =
      "{\"green\":\"1%\",\"reason\":\"a reason\",\"force\":true}";

  private AdminFixture admin;

  @BeforeEach
  void start() throws IOException {
    admin =
        new AdminFixture(
            List.of(
                new AdminToken("ray", Role.READ, "ray" + SECRET),
                new AdminToken("ana", Role.APPROVE, "ana" + SECRET)),
            null,
            true);
  }

  @AfterEach
  void stop() {
    admin.close();
  }

  private HttpResponse<String> call(
      String method, String path, String body, String who, String... fields) throws Exception {
    var request =
        admin
            .request(path)
            .method(method, BodyPublishers.ofString(body))
            .header("Authorization", "Bearer " + who + SECRET)
            .header("Content-Type", "application/json");
    for (int i = 0; i < fields.length; i += 2) {
      request.setHeader(fields[i], fields[i + 1]);
    }
    return admin.send(request);
  }

  @Test
  void everyChangeAnswersWithItsRevisionAndEpochAndStandsInTheAuditLog() throws Exception {
    assertChanged(call("PUT", "/api/v1/split", SPLIT, "ana"), 2);
    assertChanged(call("POST", "/api/v1/failover", FAILOVER, "ray"), 3);
    assertChanged(call("POST", "/api/v1/failback", FAILBACK, "ana"), 4);

    JsonNode entries = AdminFixture.json(call("GET", "/api/v1/audit", "", "ray")).at("/entries");
    assertThat(entries.findValuesAsText("action")).containsExactly("split", "failover", "failback");
    assertThat(entries.findValuesAsText("by")).containsExactly("ana", "ray", "ana");
    assertThat(entries.findValuesAsText("reason")).containsOnly("a reason").hasSize(3);
    assertThat(entries.findValuesAsText("revision")).containsExactly("2", "3", "4");
    assertThat(entries.findValuesAsText("at")).containsOnly("2026-11-23T00:00:00Z").hasSize(3);
  }

  private void assertChanged(HttpResponse<String> answer, long revision) throws IOException {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    JsonNode change = AdminFixture.json(answer);
    assertThat(change.at("/revision").asLong()).isEqualTo(revision);
    assertThat(change.at("/epoch").asLong()).isEqualTo(revision);
    assertThat(admin.splitter.table().revision()).isEqualTo(revision);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "PUT | /api/v1/split | " + SPLIT,
        "POST | /api/v1/failover | " + FAILOVER,
        "POST | /api/v1/failback | " + FAILBACK
      })
  void aChangeAtAnOldRevisionIsRefusedAndNothingChanges(String method, String path, String body)
      throws Exception {
    call("PUT", "/api/v1/split", SPLIT, "ana");

    assertProblem(call(method, path, body, "ana", "If-Match", "\"1\""), 412, 2);
    assertThat(admin.splitter.table().revision()).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource({
    "PUT, /api/v1/split, '{\"green\":\"5%\"}'",
    "PUT, /api/v1/split, '{\"green\":\"5%\",\"reason\":\"\"}'",
    "POST, /api/v1/failover, {}",
    "POST, /api/v1/failover, '{\"reason\":\" \"}'",
    "POST, /api/v1/failback, '{\"green\":\"1%\",\"force\":true}'"
  })
  void aChangeWithoutAReasonIsRefused(String method, String path, String body) throws Exception {
    assertProblem(call(method, path, body, "ana"), 400, 1);
    assertThat(admin.splitter.table().revision()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "GET | /api/v1/state | '' | eve | 401",
        "PUT | /api/v1/split | " + SPLIT + " | ray | 403",
        "GET | /api/v1/nothing | '' | ana | 404",
        "GET | /api/v1/split | '' | ana | 405",
        "POST | /api/v1/failback | " + FAILBACK + " | ana | 409",
        "PUT | /api/v1/split | {} | ana | 400",
        "GET | /api/v1/audit?limit=0 | '' | ana | 400",
        "GET | /session | '' | eve | 401",
        "POST | /api/v1/explain | {} | ray | 400"
      })
  void everyErrorIsAProblemWithTheRevisionThatIsCurrent(
      String method, String path, String body, String who, int status) throws Exception {
    assertProblem(call(method, path, body, who), status, 1);
  }

  private static void assertProblem(HttpResponse<String> answer, int status, long revision)
      throws IOException {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
    assertThat(AdminFixture.json(answer).at("/revision").asLong()).isEqualTo(revision);
    assertThat(AdminFixture.json(answer).at("/detail").asText()).isNotBlank();
  }

  @ParameterizedTest
  @ValueSource(strings = {"PUT", "POST", "DELETE", "PATCH"})
  void nobodyCanChangeTheAuditLog(String method) throws Exception {
    call("PUT", "/api/v1/split", SPLIT, "ana");

    assertProblem(call(method, "/api/v1/audit", "{}", "ana"), 405, 2);
    assertThat(admin.commands.status().audit()).hasSize(1);
  }

  @Test
  void aSessionMayDoNoMoreThanItsToken() throws Exception {
    String cookie =
        call("POST", "/session", "", "ray").headers().firstValue("Set-Cookie").orElseThrow();
    var change =
        admin
            .request("/api/v1/split")
            .PUT(BodyPublishers.ofString(SPLIT))
            .header("Cookie", cookie.split(";", 2)[0])
            .header("Origin", "http://127.0.0.1:" + admin.port())
            .header("Content-Type", "application/json");

    assertProblem(admin.send(change), 403, 1);
    assertThat(admin.splitter.table().revision()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({
    "/session, '{\"token\": %s}'",
    "/session, '{\"%s\": 1}'",
    "/session, '{\"token\": \"%s\"'",
    "/api/v1/explain, '{\"key\": %s}'",
    "/api/v1/explain, '{\"%s\": \"42\"}'",
    "/api/v1/explain, %s",
    "/api/v1/explain, '{\"key\": \"1\", \"%s\": 1, \"%s\": 1}'"
  })
  void whatCannotBeReadIsNotRepeated(String path, String body) throws Exception {
    String secret = "eyJhbGciOiJIUzI1NiJ9.eyJ1c2VyX2lkIjowfQ.c2lnbmF0dXJl";
    var order =
        admin
            .request(path)
            .POST(BodyPublishers.ofString(body.replace("%s", secret)))
            .header("Content-Type", "application/json");
    if (path.startsWith("/api/")) {
      order.header("Authorization", "Bearer ana" + SECRET);
    }

    HttpResponse<String> answer = admin.send(order);

    assertProblem(answer, 400, 1);
    assertThat(answer.body()).doesNotContain("eyJ");
  }
}
