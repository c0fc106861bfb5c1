package io.canaryrouter.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.canaryrouter.identity.CookieSettings;
import io.canaryrouter.identity.IdentitySettings;
import io.canaryrouter.identity.IdentitySettings.Anonymous;
import io.canaryrouter.identity.IdentitySettings.TokenSource;
import io.canaryrouter.identity.IdentitySource;
import io.canaryrouter.identity.JwsAlgorithm;
import io.canaryrouter.identity.OnFailure;
import io.canaryrouter.identity.VerifySettings;
import io.canaryrouter.measure.Sample;
import io.canaryrouter.testing.Answer;
import io.canaryrouter.testing.RawClient;
import io.canaryrouter.testing.RawResponse;
import io.canaryrouter.testing.Tokens;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Whose requests the judge may take for those of a user of their own, and whose it may not. */
class VouchedUserTest {
  private static final VerifySettings VERIFY =
      new VerifySettings(
          Set.of(JwsAlgorithm.HS256), List.of(Tokens.SECRET), List.of(), null, OnFailure.ROUTE);

  private static final String FORGED =
      Tokens.of("{\"alg\":\"HS256\"}", "{\"user_id\":42}", "a secret that somebody guessed");

  @Test
  void aTokenVouchesWhereItsSignatureIsCheckedWhereverItStands() {
    String token = Tokens.forUser(42);
    for (String[] request :
        List.of(
            new String[] {"/", "Authorization: Bearer " + token},
            new String[] {"/", "Cookie: access_token=" + token},
            new String[] {"/?token=" + token})) {
      assertThat(asked(VERIFY, Anonymous.ADDRESS, request).verified()).isTrue();
      assertThat(asked(null, Anonymous.ADDRESS, request).verified()).isFalse();
    }
  }

  @Test
  void aForgedTokenVouchesForNobodyThoughItRoutes() {
    Sample forged = asked(VERIFY, Anonymous.ADDRESS, "/", "Authorization: Bearer " + FORGED);
    Sample honest = asked(VERIFY, Anonymous.ADDRESS, "/", Tokens.authorization(42));
    assertThat(forged.userHash()).isEqualTo(honest.userHash());
    assertThat(forged.verified()).isFalse();
  }

  @Test
  void nothingVouchesForAVisitorWithoutAToken() {
    for (Anonymous rule : List.of(Anonymous.ADDRESS, Anonymous.RANDOM, Anonymous.BLUE)) {
      assertThat(asked(VERIFY, rule, "/").verified()).isFalse();
    }
  }

  /** One request earns one, whatever token stands beside it: it proves no user. */
  @Test
  void theRoutersCookieVouchesForNobody() {
    try (EdgeFixture edge = edge(VERIFY, Anonymous.COOKIE, Anonymous.ADDRESS);
        RawClient client = edge.client()) {
      RawResponse first = client.get("/").readResponse();
      edge.sample();
      String cookie = first.field("Set-Cookie");
      client.get("/", "Cookie: " + cookie.substring(0, cookie.indexOf(';'))).readResponse();
      assertThat(edge.sample().verified()).isFalse();
      assertThat(edge.measurements.totals().identities().get(IdentitySource.ROUTER_COOKIE))
          .isEqualTo(1);
    }
  }

  @Test
  void theNetworkIsTheClientsAsFarAsProxiesAreTrusted() {
    try (EdgeFixture edge = edge(null, Anonymous.ADDRESS);
        RawClient client = edge.client()) {
      for (String address : List.of("192.0.2.1", "192.0.2.200", "198.51.100.1")) {
        client.get("/", "X-Forwarded-For: " + address).readResponse();
      }
      List<Sample> samples = edge.samples(3);
      assertThat(samples.get(0).network()).isEqualTo(samples.get(1).network());
      assertThat(samples.get(0).network()).isNotEqualTo(samples.get(2).network());
      assertThat(samples.get(0).userHash()).isNotEqualTo(samples.get(1).userHash());
    }
  }

  private static Sample asked(@Nullable VerifySettings verify, Anonymous rule, String... request) {
    try (EdgeFixture edge = edge(verify, rule);
        RawClient client = edge.client()) {
      client.get(request[0], Arrays.copyOfRange(request, 1, request.length)).readResponse();
      return edge.sample();
    }
  }

  private static EdgeFixture edge(@Nullable VerifySettings verify, Anonymous... rules) {
    EdgeFixture.Wishes wishes = new EdgeFixture.Wishes();
    wishes.listen(listen -> listen.trusting(List.of(Cidr.parse("127.0.0.0/8"))));
    wishes.identity =
        new IdentitySettings(
            List.of(
                TokenSource.parse("header:Authorization"),
                TokenSource.parse("cookie:access_token"),
                TokenSource.parse("query:token")),
            IdentitySettings.DEFAULTS.claims(),
            List.of(rules),
            verify,
            new CookieSettings("canary_key", List.of("a secret of thirty-two letters...")));
    EdgeFixture edge = new EdgeFixture("50%", wishes);
    edge.blue.byDefault(Answer.ok("blue"));
    edge.green.byDefault(Answer.ok("green"));
    return edge;
  }
}
