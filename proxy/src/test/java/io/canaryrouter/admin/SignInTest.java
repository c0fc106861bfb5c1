package io.canaryrouter.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.canaryrouter.testing.RawClient;
import io.canaryrouter.testing.RawResponse;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sessions, and the public host. */
class SignInTest {
  private static final String TOKEN = "ona-correct-horse-battery-staple";
  private static final String PUBLIC_HOST = "canary-ops.example.com";
  private static final String SIGN_IN = "{\"token\":\"" + TOKEN + "\"}";
  private static final String JSON = "Content-Type: application/json";
  private static final String OWN = "Origin: http://127.0.0.1:9090";

  /** What the traffic port sends along. */
  private static final String[] FROM_OUTSIDE = {
    "X-Canary-Public: 1", "X-Forwarded-For: 203.0.113.9, 198.51.100.7", "X-Forwarded-Proto: https"
  };

  private AdminFixture admin;

  @BeforeEach
  void start() throws IOException {
    admin =
        new AdminFixture(List.of(new AdminToken("ona", Role.OPERATE, TOKEN)), PUBLIC_HOST, true);
  }

  @AfterEach
  void stop() {
    admin.close();
  }

  @Test
  void aTokenIsTradedForACookieThatNoScriptReadsAndNoOtherSiteSends() throws Exception {
    RawResponse said = say("POST", "/session", SIGN_IN, JSON);
    assertThat(said.status()).isEqualTo(200);
    assertThat(said.body()).contains("\"ona\"", "\"operate\"").doesNotContain(TOKEN);
    assertThat(said.field("Set-Cookie"))
        .matches(
            "canary_session=[A-Za-z0-9_-]{43}; Path=/; Max-Age=43200; HttpOnly; SameSite=Strict");
    assertThat(say("GET", "/session", "", cookie(said)).body()).contains("\"ona\"");
    assertThat(say("GET", "/api/v1/state", "", cookie(said)).status()).isEqualTo(200);
  }

  @Test
  void theTokenMayComeInAuthorizationAsWell() throws Exception {
    assertThat(say("POST", "/session", "", "Authorization: Bearer " + TOKEN).status())
        .isEqualTo(200);
  }

  @Test
  void aWrongTokenOpensNoSession() throws Exception {
    RawResponse said = say("POST", "/session", "{\"token\":\"" + TOKEN + "!\"}", JSON);
    assertThat(said.status()).isEqualTo(401);
    assertThat(said.fields().all("Set-Cookie")).isEmpty();
  }

  @Test
  void signingOutEndsTheSession() throws Exception {
    RawResponse in = say("POST", "/session", SIGN_IN, JSON);
    RawResponse out = say("DELETE", "/session", "", cookie(in), OWN, JSON);
    assertThat(out.status()).isEqualTo(204);
    assertThat(out.field("Set-Cookie")).startsWith("canary_session=; Path=/; Max-Age=0");
    assertThat(say("GET", "/api/v1/state", "", cookie(in)).status()).isEqualTo(401);
  }

  @Test
  void aSessionEndsWhenItIsNotUsed() throws Exception {
    RawResponse in = say("POST", "/session", SIGN_IN, JSON);
    admin.nanos.addAndGet(Sessions.IDLE.toNanos());
    assertThat(say("GET", "/api/v1/state", "", cookie(in)).status()).isEqualTo(401);
  }

  @Test
  void aChangeByCookieMustComeFromAPageOfThisHost() throws Exception {
    String cookie = cookie(say("POST", "/session", SIGN_IN, JSON));
    String order = "{\"reason\":\"r\"}";
    for (String[] fields :
        new String[][] {
          {cookie, JSON},
          {cookie, OWN},
          {cookie, OWN, "Content-Type: text/plain"},
          {cookie, JSON, "Origin: http://evil.example.com"},
          {cookie, JSON, "Origin: null"},
          {cookie, JSON, "Sec-Fetch-Site: same-site"},
          {cookie, JSON, "Sec-Fetch-Site: none"}
        }) {
      assertThat(say("POST", "/api/v1/failover", order, fields).status())
          .as("%s", List.of(fields))
          .isEqualTo(403);
    }
    assertThat(admin.splitter.table().latch()).isNull();
    assertThat(say("POST", "/api/v1/failover", order, cookie, JSON, OWN).status()).isEqualTo(200);
    assertThat(
            say("POST", "/api/v1/failover", order, cookie, JSON, "Sec-Fetch-Site: same-origin")
                .status())
        .isEqualTo(200);
    assertThat(admin.commands.status().audit().get(0).by()).isEqualTo("ona");
  }

  @Test
  void anotherSiteCannotSignAnybodyIn() throws Exception {
    RawResponse said = say("POST", "/session", SIGN_IN, JSON, "Origin: http://evil.example.com");
    assertThat(said.status()).isEqualTo(403);
  }

  @Test
  void aSessionStaysGoodWhileItsAddressIsGuessing() throws Exception {
    String cookie = cookie(say("POST", "/session", SIGN_IN, JSON));
    for (int i = 0; i < 2 * Guesses.BURST; i++) {
      say("POST", "/session", "{\"token\":\"no\"}", JSON);
    }
    assertThat(say("GET", "/api/v1/state", "", cookie).status()).isEqualTo(200);
  }

  @Test
  void byThePublicHostThePageIsOpenAndNothingElse() throws Exception {
    assertThat(outside("GET", "/").status()).isEqualTo(200);
    for (String path : List.of("/livez", "/readyz", "/metrics", "/api/v1/state", "/session")) {
      assertThat(outside("GET", path).status()).as(path).isEqualTo(401);
    }
    String bearer = "Authorization: Bearer " + TOKEN;
    assertThat(outside("GET", "/metrics", bearer).status()).isEqualTo(200);
    assertThat(outside("GET", "/api/v1/state", bearer).status()).isEqualTo(200);
  }

  @Test
  void byThePublicHostTheCookieIsForHttpsAlone() throws Exception {
    RawResponse said = sayTo("POST", "/session", PUBLIC_HOST, SIGN_IN, more(FROM_OUTSIDE, JSON));
    assertThat(said.field("Set-Cookie"))
        .matches(
            "__Host-canary_session=[A-Za-z0-9_-]{43}; Path=/; Max-Age=43200; HttpOnly;"
                + " SameSite=Strict; Secure");
    assertThat(outside("GET", "/api/v1/state", cookie(said)).status()).isEqualTo(200);
    RawResponse change =
        sayTo(
            "POST",
            "/api/v1/failover",
            PUBLIC_HOST,
            "{\"reason\":\"r\"}",
            more(FROM_OUTSIDE, JSON, cookie(said), "Origin: https://" + PUBLIC_HOST));
    assertThat(change.status()).isEqualTo(200);
  }

  @Test
  void byThePublicHostHttpIsRefused() throws Exception {
    assertThat(
            sayTo(
                    "GET",
                    "/",
                    PUBLIC_HOST,
                    "",
                    "X-Canary-Public: 1",
                    "X-Forwarded-For: 203.0.113.9",
                    "X-Forwarded-Proto: https, http")
                .status())
        .isEqualTo(403);
  }

  @ParameterizedTest
  @ValueSource(strings = {"other.example.com", "127.0.0.1:9090", "canary-ops.example.com.evil.com"})
  void noOtherHostIsThePublicOne(String host) throws Exception {
    assertThat(sayTo("GET", "/", host, "", FROM_OUTSIDE).status()).isEqualTo(403);
  }

  @Test
  void fromOutsideGuessesAreCountedByTheAddressThatTheTrafficPortSaw() throws Exception {
    for (int i = 0; i < Guesses.BURST; i++) {
      outside("GET", "/api/v1/state", "Authorization: Bearer wrong");
    }
    assertThat(outside("GET", "/api/v1/state", "Authorization: Bearer wrong").status())
        .isEqualTo(429);
    String[] another = {
      "X-Canary-Public: 1", "X-Forwarded-For: 198.51.100.7, 203.0.113.9", "X-Forwarded-Proto: https"
    };
    assertThat(
            sayTo(
                    "GET",
                    "/api/v1/state",
                    PUBLIC_HOST,
                    "",
                    more(another, "Authorization: Bearer wrong"))
                .status())
        .isEqualTo(401);
  }

  @Test
  void withoutAPublicHostNobodyComesInByTheMark() throws Exception {
    try (AdminFixture closed = new AdminFixture(null)) {
      HttpResponse<String> answer =
          closed.send(closed.request("/api/v1/state").header("X-Canary-Public", "1"));
      assertThat(answer.statusCode()).isEqualTo(403);
    }
  }

  @Test
  void theMetricsCanBeClosed() throws Exception {
    List<AdminToken> tokens = List.of(new AdminToken("ray", Role.READ, TOKEN));
    try (AdminFixture closed = new AdminFixture(tokens, null, false)) {
      assertThat(closed.get("/metrics").statusCode()).isEqualTo(401);
      assertThat(closed.get("/livez").statusCode()).isEqualTo(200);
      assertThat(
              closed
                  .send(closed.request("/metrics").header("Authorization", "Bearer " + TOKEN))
                  .statusCode())
          .isEqualTo(200);
    }
  }

  @Test
  void whereNoTokenIsSetThereIsNothingToSignInTo() throws Exception {
    try (AdminFixture local = new AdminFixture(null)) {
      assertThat(local.call("POST", "/session", SIGN_IN).statusCode()).isEqualTo(409);
      assertThat(AdminFixture.json(local.get("/session")).at("/name").asText()).isEqualTo("local");
    }
  }

  private RawResponse outside(String method, String path, String... fields) {
    return sayTo(method, path, PUBLIC_HOST, "", more(FROM_OUTSIDE, fields));
  }

  private RawResponse say(String method, String path, String body, String... fields) {
    return sayTo(method, path, "127.0.0.1:9090", body, fields);
  }

  /** By hand, as a client's library does not let its user write all of these fields. */
  private RawResponse sayTo(
      String method, String path, String host, String body, String... fields) {
    String lines = Stream.of(fields).map(field -> field + "\r\n").collect(Collectors.joining());
    String head = method + " " + path + " HTTP/1.1\r\nHost: " + host + "\r\n" + lines;
    try (RawClient client = RawClient.connect(admin.port())) {
      client.send(head + "Content-Length: " + body.length() + "\r\n\r\n" + body);
      return client.readResponse(method);
    }
  }

  private static String cookie(RawResponse signedIn) {
    return "Cookie: theme=dark; " + signedIn.field("Set-Cookie").split(";", 2)[0];
  }

  private static String[] more(String[] fields, String... others) {
    return Stream.of(fields, others).flatMap(Stream::of).toArray(String[]::new);
  }
}
