package io.canaryrouter.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RolesTest {
  private static final String SECRET = "-correct-horse-battery-staple";

  private AdminFixture admin;

  @BeforeEach
  void start() throws IOException {
    admin =
        new AdminFixture(
            List.of(
                new AdminToken("ray", Role.READ, "ray" + SECRET),
                new AdminToken("ona", Role.OPERATE, "ona" + SECRET),
                new AdminToken("ana", Role.APPROVE, "ana" + SECRET)),
            null,
            true);
  }

  @AfterEach
  void stop() {
    admin.close();
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /api/v1/state, '', 200, 200, 200",
    "GET, /api/v1/audit, '', 200, 200, 200",
    "POST, /api/v1/explain, '{\"key\":\"42\"}', 200, 200, 200",
    "GET, /session, '', 200, 200, 200",
    "PUT, /api/v1/split, '{\"green\":\"5%\",\"reason\":\"r\"}', 403, 200, 200",
    "POST, /api/v1/reload, '{}', 403, 200, 200",
    "POST, /api/v1/failback, '{\"green\":\"5%\",\"reason\":\"r\"}', 403, 409, 409",
    "POST, /api/v1/failover, '{\"reason\":\"r\"}', 200, 200, 200"
  })
  void aRoleMayDoWhatItsNameSaysAndAnybodyMayRollBack(
      String method, String path, String body, int read, int operate, int approve)
      throws Exception {
    assertThat(call("ray", method, path, body).statusCode()).isEqualTo(read);
    assertThat(call("ona", method, path, body).statusCode()).isEqualTo(operate);
    assertThat(call("ana", method, path, body).statusCode()).isEqualTo(approve);
  }

  @Test
  void aRefusalNamesTheRoleThatIsMissingAndTheRevision() throws Exception {
    HttpResponse<String> answer =
        call("ray", "PUT", "/api/v1/split", "{\"green\":\"5%\",\"reason\":\"r\"}");
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
    assertThat(AdminFixture.json(answer).at("/detail").asText())
        .isEqualTo("this call needs the role operate, and ray (read) has not got it");
    assertThat(AdminFixture.json(answer).at("/revision").asLong()).isEqualTo(1);
    assertThat(admin.commands.status().audit()).isEmpty();
  }

  @Test
  void everyChangeIsWrittenToTheNameOfItsToken() throws Exception {
    call("ona", "PUT", "/api/v1/split", "{\"green\":\"5%\",\"reason\":\"up\"}");
    call("ray", "POST", "/api/v1/failover", "{\"reason\":\"down\"}");
    assertThat(admin.commands.status().audit())
        .extracting(entry -> entry.by() + ": " + entry.reason())
        .containsExactly("ona: up", "ray: down");
  }

  @Test
  void aTokenOfNobodyIsRefusedAndIsNotRepeated() throws Exception {
    HttpResponse<String> answer = call("eve", "GET", "/api/v1/state", "");
    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(answer.body()).doesNotContain("eve");
  }

  @Test
  void whoeverGuessesTokensHasToWait() throws Exception {
    for (int i = 0; i < Guesses.BURST; i++) {
      assertThat(call("eve", "GET", "/api/v1/state", "").statusCode()).isEqualTo(401);
    }
    HttpResponse<String> refused = call("eve", "GET", "/api/v1/state", "");
    assertThat(refused.statusCode()).isEqualTo(429);
    assertThat(refused.headers().firstValue("Retry-After")).contains("6");
    assertThat(call("ana", "GET", "/api/v1/state", "").statusCode()).isEqualTo(429);
    admin.nanos.addAndGet(Guesses.SPAN.toNanos());
    assertThat(call("ana", "GET", "/api/v1/state", "").statusCode()).isEqualTo(200);
  }

  @Test
  void aBrokenScriptDoesNotKeepTheOperatorBesideItFromAFailover() throws Exception {
    assertThat(call("ana", "GET", "/api/v1/state", "").statusCode()).isEqualTo(200);
    for (int i = 0; i < 3 * Guesses.BURST; i++) {
      call("eve", "GET", "/api/v1/state", "");
    }
    assertThat(call("ana", "POST", "/api/v1/failover", "{\"reason\":\"r\"}").statusCode())
        .isEqualTo(200);
  }

  @Test
  void whoeverHasNoTokenAtAllIsNotGuessing() throws Exception {
    for (int i = 0; i < 3 * Guesses.BURST; i++) {
      assertThat(admin.get("/api/v1/state").statusCode()).isEqualTo(401);
    }
    assertThat(call("ana", "GET", "/api/v1/state", "").statusCode()).isEqualTo(200);
  }

  @Test
  void aRunawayScriptHasToWaitAndCanStillFailOver() throws Exception {
    String order = "{\"green\":\"5%\",\"reason\":\"r\"}";
    HttpResponse<String> last = call("ona", "PUT", "/api/v1/split", order);
    for (int i = 0; last.statusCode() == 200 && i < 1_000; i++) {
      last = call("ona", "PUT", "/api/v1/split", order);
    }
    assertThat(last.statusCode()).isEqualTo(429);
    assertThat(last.headers().firstValue("Retry-After")).contains("1");
    assertThat(call("ana", "PUT", "/api/v1/split", order).statusCode()).isEqualTo(200);
    assertThat(call("ona", "POST", "/api/v1/failover", "{\"reason\":\"r\"}").statusCode())
        .isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /api/v1/rollout",
    "POST, /api/v1/rollout/start",
    "POST, /api/v1/evidence/load-test",
    "POST, /api/v1/signals/sentry"
  })
  void whatNeedsAPlanSaysThatThereAreNone(String method, String path) throws Exception {
    HttpResponse<String> answer = call("ana", method, path, "{}");
    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
    assertThat(AdminFixture.json(answer).at("/detail").asText()).contains("not in this version");
  }

  @ParameterizedTest
  @CsvSource({
    "'', 200",
    "?limit=1, 200",
    "?limit=1&before=3, 200",
    "?limit=0, 400",
    "?limit=x, 400",
    "?before=-1, 400",
    "?limit, 400",
    "?limit=1&limit=2, 400",
    "?offset=1, 400"
  })
  void theAuditLogIsReadPageByPage(String query, int status) throws Exception {
    assertThat(call("ray", "GET", "/api/v1/audit" + query, "").statusCode()).isEqualTo(status);
  }

  private HttpResponse<String> call(String who, String method, String path, String body)
      throws Exception {
    HttpRequest.Builder request =
        admin
            .request(path)
            .method(method, BodyPublishers.ofString(body))
            .header("Content-Type", "application/json")
            .header("Authorization", "Bearer " + who + SECRET);
    return admin.send(request);
  }
}
