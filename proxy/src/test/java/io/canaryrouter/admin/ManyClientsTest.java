package io.canaryrouter.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.canaryrouter.testing.RawClient;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a crowd at the admin port cannot do. */
class ManyClientsTest {
  private static final int CLIENTS = 1_000;

  /** Those that serve, those of the subscribers, the timer, and the JDK's own two. */
  private static final int MOST_THREADS = 64 + EventHub.MOST_SUBSCRIBERS + 1 + 2;

  @Test
  void aThousandClientsWhoSayNothingOrHalfOrDoNotListenLeaveTheProbesAnswered() throws Exception {
    List<RawClient> crowd = new ArrayList<>();
    try (AdminFixture admin = new AdminFixture(null)) {
      long threadsBefore = threads();
      for (int i = 0; i < CLIENTS; i++) {
        crowd.add(join(RawClient.connectSlowReader(admin.port()), i));
      }
      assertThat(admin.get("/livez").statusCode()).isEqualTo(200);
      assertThat(threads() - threadsBefore).isLessThanOrEqualTo(MOST_THREADS);
      assertThat(admin.call("POST", "/api/v1/failover", "{\"reason\":\"r\"}").statusCode())
          .isEqualTo(200);
    } finally {
      crowd.forEach(RawClient::close);
    }
  }

  @Test
  void aThousandClientsWhoAskAtOnceAreAllAnswered() throws Exception {
    List<RawClient> crowd = new ArrayList<>();
    try (AdminFixture admin = new AdminFixture(null)) {
      for (int i = 0; i < CLIENTS; i++) {
        crowd.add(RawClient.connect(admin.port()).send(ask("/api/v1/state")));
      }
      for (RawClient client : crowd) {
        assertThat(client.readResponse().status()).isEqualTo(200);
      }
    } finally {
      crowd.forEach(RawClient::close);
    }
  }

  private static RawClient join(RawClient client, int number) {
    return switch (number % 5) {
      case 0 -> client;
      case 1 -> client.send("GET /livez HT");
      case 2 ->
          client.send(ask("/api/v1/split").replace("\r\n\r\n", "\r\nContent-Length: 9\r\n\r\n{"));
      case 3 -> client.send(ask("/metrics").repeat(20));
      default -> client.send(ask("/api/v1/events"));
    };
  }

  private static String ask(String path) {
    return "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
  }

  private static long threads() {
    return Thread.getAllStackTraces().keySet().stream().filter(Thread::isAlive).count();
  }
}
