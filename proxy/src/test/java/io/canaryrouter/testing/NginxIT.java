package io.canaryrouter.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class NginxIT {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  @Test
  void aStackTellsItsNameAndWhatItWasAsked() {
    try (Nginx blue = Nginx.start("blue");
        RawClient client = RawClient.connect(blue.port())) {
      assertThat(client.get("/up").readResponse().body()).isEqualTo("up");
      RawResponse response = client.post("/a?b", "content").readResponse();

      assertThat(response.body()).isEqualTo("blue POST /a?b");
      assertThat(response.field("X-Stack")).isEqualTo("blue");
      assertThat(client.get("/large").readResponse().bodyLength()).isEqualTo(Nginx.LARGE_BYTES);
    }
  }

  @Test
  void anHttpsStackIsTrustedByItsCertificateOnly() {
    try (Nginx green = Nginx.https("green")) {
      String ca = green.caFile().toString();

      assertThat(Commands.run(LIMIT, "curl", "-sS", "--cacert", ca, green.url() + "/x").orFail())
          .isEqualTo("green GET /x");
      assertThat(Commands.run(LIMIT, "curl", "-sS", green.url() + "/x").exit()).isNotZero();
    }
  }

  @Test
  void apacheBenchCountsItsRequests() {
    try (Nginx blue = Nginx.start("blue")) {
      String output =
          Commands.run(LIMIT, "ab", "-q", "-k", "-n", "100", "-c", "4", blue.url() + "/").orFail();

      assertThat(output).contains("Failed requests:        0");
      assertThat(blue.accessLog().lines()).hasSize(100);
    }
  }
}
