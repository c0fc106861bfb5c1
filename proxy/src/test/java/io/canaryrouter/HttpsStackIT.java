package io.canaryrouter;

import static org.assertj.core.api.Assertions.assertThat;

import io.canaryrouter.testing.Nginx;
import io.canaryrouter.testing.RawClient;
import io.canaryrouter.testing.RawResponse;
import io.canaryrouter.testing.RunningRouter;
import io.canaryrouter.testing.Setup;
import io.canaryrouter.testing.Tokens;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** A stack behind https, as a public platform offers one: nginx with a certificate of its own. */
class HttpsStackIT {
  @AutoClose private final Nginx plain = Nginx.start("plain");
  @AutoClose private final Nginx secure = Nginx.https("secure");
  @AutoClose private final Nginx stranger = Nginx.https("stranger");

  @Test
  void itIsGreetedAndAskedByItsOwnName() {
    try (Setup setup = Setup.between(plain.url(), secure.url());
        RunningRouter router = RunningRouter.ready(setup.green(trusting(secure)).weight("100%"))) {
      RawResponse response = ask(router);

      assertThat(response.body()).isEqualTo("secure GET /x");
      assertThat(response.field("X-Host-Received")).isEqualTo("localhost:" + secure.port());
      assertThat(response.field("X-Server-Name")).isEqualTo("localhost");
    }
  }

  @Test
  void aCertificateThatNobodyVouchesForIsABadGateway() {
    try (Setup setup = Setup.between(secure.url(), plain.url());
        RunningRouter router = RunningRouter.start(setup.blue(trusting(stranger)).weight("0%"))) {
      RawResponse response = ask(router);

      assertThat(response.status()).isEqualTo(502);
      assertThat(response.field("Proxy-Status"))
          .contains("error=tls_certificate_error", "next-hop=blue");
    }
    assertThat(secure.accessLog()).isEmpty();
  }

  @Test
  void aGreenWhoseCertificateIsNotTrustedHasNoUsersWhateverItsWeight() {
    try (Setup setup = Setup.between(plain.url(), secure.url());
        RunningRouter router =
            RunningRouter.start(setup.green(trusting(stranger)).weight("100%"))) {
      router.operator().awaitHealth("green", "down");
      assertThat(ask(router).body()).isEqualTo("plain GET /x");
      router.operator().awaitCounted("blue", 1);
      assertThat(router.operator().state().get("latch").isNull()).isTrue();
    }
    assertThat(secure.accessLog()).isEmpty();
  }

  private static String trusting(Nginx stack) {
    return "health: {interval: 100ms}, ca: \"" + stack.caFile() + "\"";
  }

  private static RawResponse ask(RunningRouter router) {
    try (RawClient client = router.client()) {
      return client.get("/x", Tokens.authorization(1)).readResponse();
    }
  }
}
