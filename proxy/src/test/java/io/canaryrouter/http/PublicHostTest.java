package io.canaryrouter.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.canaryrouter.split.Stack;
import io.canaryrouter.testing.Answer;
import io.canaryrouter.testing.Ending;
import io.canaryrouter.testing.FakeClock;
import io.canaryrouter.testing.FaultyStack;
import io.canaryrouter.testing.Feed;
import io.canaryrouter.testing.Patience;
import io.canaryrouter.testing.RawClient;
import io.canaryrouter.testing.RawResponse;
import io.canaryrouter.testing.ReceivedRequest;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Operators reach the admin server through the traffic port, and nobody else does. */
class PublicHostTest {
  private static final String HOST = "ops.example.com";
  private static final String HTTPS = "X-Forwarded-Proto: https";
  private static final String FROM_ANA = "X-Forwarded-For: 203.0.113.7";

  private final FakeClock clock = new FakeClock();
  private final FaultyStack admin = FaultyStack.start(Answer.ok("admin"));
  private final EdgeFixture edge = edge();
  private final RawClient client = edge.client();

  private EdgeFixture edge() {
    EdgeFixture.Wishes wishes =
        new EdgeFixture.Wishes().oneThread().listen(Limits::trustingLoopback);
    wishes.clock = clock;
    wishes.publicHost = HOST;
    return EdgeFixture.toGreen(wishes);
  }

  private void open() {
    edge.edge.openAdmin(new InetSocketAddress(admin.port()));
  }

  @AfterEach
  void close() {
    client.close();
    edge.close();
    admin.close();
  }

  private RawResponse ask(String host, String... fields) {
    return client
        .send(
            "GET /api/v1/state HTTP/1.1\r\nHost: "
                + host
                + "\r\n"
                + String.join("\r\n", fields)
                + "\r\n\r\n")
        .readResponse();
  }

  @Test
  void aRequestForItGoesToTheAdminServerAsFromOutside() {
    open();
    RawResponse response =
        ask(HOST, HTTPS, FROM_ANA, "Authorization: Bearer secret", "X-Canary-Public: 0");
    assertThat(response.body()).isEqualTo("admin");
    ReceivedRequest received = admin.takeRequest();
    assertThat(received.target()).isEqualTo("/api/v1/state");
    assertThat(received.fields().all("Host")).containsExactly(HOST);
    assertThat(received.fields().all("X-Canary-Public")).containsExactly("1");
    assertThat(received.fields().all("Authorization")).containsExactly("Bearer secret");
    assertThat(received.fields().all("X-Forwarded-For")).containsExactly("203.0.113.7");
    assertThat(received.fields().all("X-Forwarded-Proto")).containsExactly("https");
    assertThat(received.fields().all("X-Canary-Stack")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"OPS.example.COM", "ops.example.com:443", "ops.example.com:"})
  void caseAndPortMakeNoOtherHost(String host) {
    open();
    assertThat(ask(host, HTTPS).body()).isEqualTo("admin");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "app.example",
        "ops.example.com.evil.example",
        "xops.example.com",
        "ops.example.co",
        "127.0.0.1"
      })
  void noOtherHostReachesIt(String host) {
    open();
    assertThat(ask(host, HTTPS, "X-Forwarded-Host: " + HOST, "X-Canary-Public: 1").body())
        .isEmpty();
    assertThat(admin.requests()).isEmpty();
    assertThat(edge.green.takeRequest().fields().all("X-Canary-Public")).isEmpty();
  }

  @Test
  void theAuthorityOfAnAbsoluteTargetDecides() {
    open();
    client.send("GET http://" + HOST + "/x HTTP/1.0\r\n" + HTTPS + "\r\n\r\n");
    assertThat(client.readResponse().body()).isEqualTo("admin");
    assertThat(admin.takeRequest().target()).isEqualTo("/x");
  }

  @Test
  void onOneConnectionEachRequestGoesWhereItsHostSays() {
    open();
    edge.green.byDefault(Answer.ok("app"));
    assertThat(ask(HOST, HTTPS).body()).isEqualTo("admin");
    assertThat(ask("app.example", HTTPS).body()).isEqualTo("app");
    assertThat(ask(HOST, HTTPS).body()).isEqualTo("admin");
    assertThat(edge.green.requests()).hasSize(1);
    assertThat(admin.connections()).isOne();
  }

  @Test
  void withoutHttpsItIsRefusedInASentence() {
    open();
    RawResponse response = ask(HOST);
    assertThat(response.status()).isEqualTo(403);
    assertThat(response.body()).contains("https only");
    assertThat(response.field("Proxy-Status")).isEqualTo("canary; error=http_request_denied");
    assertThat(ask(HOST, "X-Forwarded-Proto: http").status()).isEqualTo(403);
    assertThat(admin.requests()).isEmpty();
    assertThat(edge.green.requests()).isEmpty();
  }

  @Test
  void aStrangersHttpsIsNotBelieved() {
    EdgeFixture.Wishes wishes = new EdgeFixture.Wishes();
    wishes.publicHost = HOST;
    try (EdgeFixture strangers = EdgeFixture.toGreen(wishes);
        RawClient stranger = strangers.client()) {
      strangers.edge.openAdmin(new InetSocketAddress(admin.port()));
      stranger.send("GET / HTTP/1.1\r\nHost: " + HOST + "\r\n" + HTTPS + "\r\n\r\n");
      assertThat(stranger.readResponse().status()).isEqualTo(403);
      assertThat(admin.requests()).isEmpty();
    }
  }

  @Test
  void beforeTheAdminServerListensItIsUnavailableAndNoStackIsAsked() {
    RawResponse response = ask(HOST, HTTPS);
    assertThat(response.status()).isEqualTo(503);
    assertThat(response.field("Retry-After")).matches("[1-5]");
    assertThat(edge.green.requests()).isEmpty();
  }

  @Test
  void itIsNoUsersRequestAndStandsInTheLogWithoutAStack() {
    open();
    assertThat(ask(HOST, HTTPS).status()).isEqualTo(200);
    client.close();
    List<String> log = edge.closeAndReadLog();
    assertThat(log)
        .singleElement()
        .asString()
        .contains("\"host\":\"ops.example.com\"", "\"status\":200", "\"outcome\":\"ok\"")
        .doesNotContain("stack", "served_by", "epoch");
    for (Stack stack : Stack.values()) {
      assertThat(edge.totals(stack).counts().total()).isZero();
      assertThat(edge.totals(stack).inflight()).isZero();
    }
    assertThat(edge.measurements.totals().identities().values()).containsOnly(0L);
    edge.measurements.ring().drain(sample -> fail("a sample of it: " + sample));
  }

  @Test
  void whatTheAdminServerFailsNobodyAnswersInItsPlace() {
    open();
    admin.refuseConnections();
    assertThat(ask(HOST, HTTPS).status()).isEqualTo(502);
    assertThat(edge.blue.requests()).isEmpty();
    assertThat(edge.green.requests()).isEmpty();
  }

  @Test
  void whoAsksTooOftenIsRefusedBeforeTheAdminServerIsBotheredAndOthersAreNot() {
    open();
    for (int i = 0; i < RateLimit.BURST; i++) {
      assertThat(ask(HOST, HTTPS, FROM_ANA).status()).isEqualTo(200);
    }
    RawResponse refusal = ask(HOST, HTTPS, FROM_ANA);
    assertThat(refusal.status()).isEqualTo(429);
    assertThat(refusal.field("Retry-After")).matches("[1-5]");
    assertThat(admin.requests()).hasSize(RateLimit.BURST);
    assertThat(ask(HOST, HTTPS, "X-Forwarded-For: 203.0.113.8").status()).isEqualTo(200);
    assertThat(ask("app.example", HTTPS, FROM_ANA).status()).isEqualTo(200);
    clock.advanceSeconds(1);
    assertThat(ask(HOST, HTTPS, FROM_ANA).status()).isEqualTo(200);
  }

  @Test
  void eventsStreamThroughAndEndWhenTheRouterLeavesButNotByAFailover() {
    open();
    Feed feed = new Feed();
    admin.byDefault(new Answer.EventStream(feed));
    client.send("GET /api/v1/events HTTP/1.1\r\nHost: " + HOST + "\r\n" + HTTPS + "\r\n\r\n");
    admin.takeRequest();
    feed.send("data: 1\n\n");
    readUntil("data: 1");
    edge.failOver();
    feed.send("data: 2\n\n");
    readUntil("data: 2");
    CompletableFuture<Void> gone = edge.edge.depart();
    readUntil("\r\n0\r\n\r\n");
    assertThat(client.awaitEnd()).isEqualTo(Ending.CLOSED);
    clock.advanceSeconds(10);
    Patience.await(gone, "the departure");
  }

  private void readUntil(String end) {
    StringBuilder read = new StringBuilder();
    while (read.indexOf(end) < 0) {
      read.append(client.readBytes(1));
    }
  }
}
