package io.canaryrouter;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.sun.net.httpserver.HttpServer;
import io.canaryrouter.testing.Nginx;
import io.canaryrouter.testing.Patience;
import io.canaryrouter.testing.RawClient;
import io.canaryrouter.testing.ReservedPort;
import io.canaryrouter.testing.RunningRouter;
import io.canaryrouter.testing.Setup;
import io.canaryrouter.testing.Tokens;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Tokens whose signatures are checked, in a whole router. */
class VerificationIT {
  /** Its bucket puts it on green at 10 %, and 42 on blue. */
  private static final String GREEN_USER = "{\"user_id\":7}";

  private static final String FORGED =
      Tokens.of("{\"alg\":\"HS256\"}", GREEN_USER, "a guess of many characters");

  @AutoClose private final Nginx blue = Nginx.start("blue");
  @AutoClose private final Nginx green = Nginx.start("green");
  @AutoClose private final Setup setup = Setup.between(blue.url(), green.url());

  @Test
  void aForgedTokenRoutesByItsClaimAndIsCounted() {
    setup.ending(secrets("route"));
    try (RunningRouter router = RunningRouter.ready(setup)) {
      assertThat(ask(router, Tokens.withClaims(GREEN_USER), "/")).startsWith("green");
      assertThat(ask(router, FORGED, "/")).startsWith("green");

      JsonNode identity = router.operator().state().get("identity");
      assertThat(identity.at("/tokens/ok").asInt()).isEqualTo(1);
      assertThat(identity.at("/tokens/bad_signature").asInt()).isEqualTo(1);
      assertThat(identity.at("/verification/on_failure").asText()).isEqualTo("route");
      assertThat(identity.at("/verification/jwks").isNull()).isTrue();
      assertThat(
              router
                  .operator()
                  .metrics()
                  .value("canary_token_verifications_total", "result=\"bad_signature\""))
          .isEqualTo(1);
    }
  }

  @Test
  void aForgedTokenIsNobodysWhereTheFileSaysSo() {
    setup.ending(secrets("anonymous") + "\n  anonymous: blue");
    try (RunningRouter router = RunningRouter.ready(setup)) {
      assertThat(ask(router, Tokens.withClaims(GREEN_USER), "/")).startsWith("green");
      assertThat(ask(router, FORGED, "/")).startsWith("blue");

      String why = explain(router, FORGED);
      assertThat(why).contains("\"bad_signature\"").contains("on-failure: anonymous");
    }
  }

  @Test
  void aTokenInAQueryIsVerifiedAndNotLogged() {
    setup.ending("identity: {jwt: {from: 'query:ticket', " + verify("route") + "}}");
    try (RunningRouter router = RunningRouter.ready(setup)) {
      String token = Tokens.withClaims(GREEN_USER);
      assertThat(ask(router, "", "/cable?ticket=" + token + "&password=hunter2"))
          .startsWith("green");
      router.depart();
      assertThat(router.accessLog())
          .contains("\"path\":\"/cable\"")
          .doesNotContain("ticket", "hunter2", token, token.substring(token.lastIndexOf('.')));
    }
  }

  @Test
  void keysAreFetchedBeforeTheFirstRequestAndKeptByAReloadThatChangesNothingOfThem()
      throws Exception {
    try (Issuer issuer = new Issuer()) {
      setup.ending(jwks(issuer.address()));
      try (RunningRouter router = RunningRouter.ready(setup)) {
        assertThat(ask(router, issuer.token(), "/")).startsWith("green");
        reload(router, "50%");
        assertThat(ask(router, issuer.token(), "/")).startsWith("green");

        JsonNode identity = router.operator().state().get("identity");
        assertThat(identity.at("/tokens/ok").asInt()).isEqualTo(2);
        assertThat(identity.at("/verification/jwks/keys").asInt()).isEqualTo(1);
        assertThat(issuer.asked.get()).isEqualTo(1);

        setup.ending("identity: {jwt: {from: 'header:Authorization'}}");
        reload(router, "50%");
        Patience.until(() -> keepers() == 0, "the end of the thread that fetched keys");
        assertThat(router.operator().state().at("/identity/verification").isNull()).isTrue();
        assertThat(router.operator().state().at("/identity/tokens/ok").asInt()).isEqualTo(2);
      }
    }
  }

  @Test
  void anIssuerOutOfReachStopsNoRouter() throws Exception {
    try (ReservedPort nobody = new ReservedPort()) {
      setup.ending(jwks("http://127.0.0.1:" + nobody.number() + "/"));
      try (RunningRouter router = RunningRouter.ready(setup)) {
        assertThat(ask(router, Tokens.withClaims(GREEN_USER), "/")).startsWith("green");
        JsonNode jwks = router.operator().state().at("/identity/verification/jwks");
        assertThat(jwks.get("keys").asInt()).isZero();
        assertThat(jwks.get("age_seconds").isNull()).isTrue();
        assertThat(jwks.get("trouble").asText()).contains("cannot be had");
      }
      Patience.until(() -> keepers() == 0, "the end of the thread that fetched keys");
    }
  }

  private static String verify(String onFailure) {
    return "verify: {algorithms: [HS256], secrets: [\"the next one, which is as long\", \""
        + Tokens.SECRET
        + "\"], on-failure: "
        + onFailure
        + "}";
  }

  private static String secrets(String onFailure) {
    return "identity:\n  jwt: {" + verify(onFailure) + "}";
  }

  private static String jwks(String address) {
    return "identity: {jwt: {verify: {algorithms: [RS256, PS256], jwks: \"" + address + "\"}}}";
  }

  private void reload(RunningRouter router, String weight) {
    setup.weight(weight);
    assertThat(
            router.operator().ask("POST", "/api/v1/reload", "{\"reason\":\"a test\"}").statusCode())
        .isEqualTo(200);
  }

  private static String explain(RunningRouter router, String token) {
    return router.operator().ask("POST", "/api/v1/explain", "{\"key\":\"" + token + "\"}").body();
  }

  private static String ask(RunningRouter router, String token, String target) {
    try (RawClient client = router.client()) {
      return client.get(target, "Authorization: Bearer " + token).readResponse().body();
    }
  }

  /** Threads that look after keys. */
  private static long keepers() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals("token-keys"))
        .count();
  }

  /** Somebody who issues tokens and publishes the key that they are signed with. */
  private static final class Issuer implements AutoCloseable {
    private final AtomicInteger asked = new AtomicInteger();
    private final RSAKey key;
    private final HttpServer server;

    Issuer() throws JOSEException {
      key = new RSAKeyGenerator(2048).keyID("2026-11").generate();
      byte[] set = new JWKSet(key.toPublicJWK()).toString().getBytes(StandardCharsets.UTF_8);
      try {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      server.createContext(
          "/",
          exchange -> {
            asked.incrementAndGet();
            exchange.sendResponseHeaders(200, set.length);
            exchange.getResponseBody().write(set);
            exchange.close();
          });
      server.start();
    }

    String address() {
      return "http://127.0.0.1:" + server.getAddress().getPort() + "/jwks.json";
    }

    String token() throws JOSEException {
      JWSHeader header = new JWSHeader.Builder(JWSAlgorithm.PS256).keyID(key.getKeyID()).build();
      JWSObject token = new JWSObject(header, new Payload(GREEN_USER));
      token.sign(new RSASSASigner(key));
      return token.serialize();
    }

    @Override
    public void close() {
      server.stop(0);
    }
  }
}
