package io.canaryrouter;

import static org.assertj.core.api.Assertions.assertThat;

import io.canaryrouter.testing.Nginx;
import io.canaryrouter.testing.RawClient;
import io.canaryrouter.testing.RawResponse;
import io.canaryrouter.testing.RunningRouter;
import io.canaryrouter.testing.Setup;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** The admin port by its own host name on the traffic port, through both planes. */
class PublicHostIT {
  private static final String HOST = "ops.example.com";
  private static final String TOKEN = "correct-horse-battery-staple";
  private static final String BEARER = "Authorization: Bearer " + TOKEN;
  private static final String HTTPS = "X-Forwarded-Proto: https";

  @AutoClose private final Nginx blue = Nginx.start("blue");
  @AutoClose private final Nginx green = Nginx.start("green");

  @AutoClose
  private final Setup setup =
      Setup.between(blue.url(), green.url())
          .listen("host: 127.0.0.1, port: 0, trusted-proxies: [127.0.0.1]")
          .admin("host: 127.0.0.1, port: 0, token: " + TOKEN + ", public-host: " + HOST);

  @AutoClose private final RunningRouter router = RunningRouter.start(setup);

  @Test
  void anOperatorSignsInAndSendsEveryoneToBlueFromAfar() {
    RawResponse in = say("POST", "/session", "{\"token\":\"" + TOKEN + "\"}", HTTPS);
    assertThat(in.status()).isEqualTo(200);
    String cookie = "Cookie: " + in.field("Set-Cookie").split(";", 2)[0];
    assertThat(in.field("Set-Cookie")).startsWith("__Host-canary_session=").endsWith("; Secure");

    String order = "{\"reason\":\"from the train\"}";
    String[] page = {HTTPS, cookie, "Origin: https://" + HOST};
    assertThat(say("POST", "/api/v1/failover", order, page).status()).isEqualTo(200);
    assertThat(say("GET", "/api/v1/state", "", HTTPS, BEARER).body()).contains("from the train");
  }

  @Test
  void withoutATokenThereIsOnlyThePage() {
    assertThat(say("GET", "/", "", HTTPS).body()).contains("canary-router");
    for (String path : new String[] {"/api/v1/state", "/metrics", "/livez"}) {
      assertThat(say("GET", path, "", HTTPS).status()).as(path).isEqualTo(401);
    }
  }

  @Test
  void noClientCanSayOfItselfThatItComesFromHere() {
    assertThat(say("GET", "/metrics", "", HTTPS, "X-Canary-Public: 0").status()).isEqualTo(401);
  }

  @Test
  void withoutHttpsThereIsNothing() {
    assertThat(say("GET", "/api/v1/state", "", BEARER).status()).isEqualTo(403);
  }

  private RawResponse say(String method, String path, String body, String... fields) {
    String lines = Stream.of(fields).map(field -> field + "\r\n").collect(Collectors.joining());
    try (RawClient client = router.client()) {
      client.send(
          method
              + " "
              + path
              + " HTTP/1.1\r\nHost: "
              + HOST
              + "\r\n"
              + lines
              + "Content-Type: application/json\r\nContent-Length: "
              + body.length()
              + "\r\n\r\n"
              + body);
      return client.readResponse(method);
    }
  }
}
