package io.canaryrouter.http;

import static io.canaryrouter.http.RequestFixture.NOW_MILLIS;
import static io.canaryrouter.http.RequestFixture.forwarding;
import static io.canaryrouter.http.RequestFixture.get;
import static io.canaryrouter.http.RequestFixture.peer;
import static io.canaryrouter.http.RequestFixture.prepared;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ForwardingFieldsTest {
  private static final String STRANGER = "203.0.113.9";
  private static final String EDGE = "10.1.2.3";

  private static HttpHeaders from(String peer, String... fields) {
    return prepared(peer, get(fields)).headers();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Connection",
        "Keep-Alive",
        "Proxy-Connection",
        "Proxy-Authenticate",
        "Proxy-Authorization",
        "TE",
        "Trailer",
        "Upgrade",
        "HTTP2-Settings",
        "Expect",
        "Client-IP",
        "Proxy",
        "X-Canary-Override",
        "X-Canary-Stack",
        "X_Forwarded_For",
        "Some_Name"
      })
  void noPeerCanSendTheseOn(String name) {
    assertThat(from(STRANGER, name, "x").contains(name)).isFalse();
    assertThat(from(EDGE, name, "x").contains(name)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Forwarded",
        "X-Real-IP",
        "X-Client-IP",
        "True-Client-IP",
        "CF-Connecting-IP",
        "CF-Ray",
        "CF-Visitor",
        "Rndr-Id",
        "X-Forwarded-Port",
        "X-Forwarded-Ssl",
        "X-Forwarded-Scheme",
        "X-Forwarded-Prefix",
        "X-Original-URL",
        "X-Rewrite-URL",
        "X-Sendfile-Type",
        "Front-End-Https"
      })
  void onlyTrustedPeersCanSendTheseOn(String name) {
    assertThat(from(STRANGER, name, "x").contains(name)).isFalse();
    assertThat(from(EDGE, name, "x").get(name)).startsWith("x");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Authorization",
        "Cookie",
        "Content-Type",
        "Origin",
        "CDN-Loop",
        "traceparent",
        "tracestate",
        "baggage",
        "sentry-trace",
        "x-datadog-trace-id",
        "b3",
        "Sec-WebSocket-Key"
      })
  void everybodyCanSendTheseOn(String name) {
    assertThat(from(STRANGER, name, "x").getAll(name)).containsExactly("x");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Authorization",
        "Cookie",
        "Host",
        "Content-Length",
        "Transfer-Encoding",
        "X-Forwarded-For",
        "X-Forwarded-Proto",
        "X-Forwarded-Host",
        "X-Request-Id",
        "X-Request-Start",
        "Via"
      })
  void connectionCannotTakeAwayWhatOthersRelyOn(String name) {
    HttpHeaders fields =
        from(
            STRANGER,
            "Connection",
            "close, " + name.toUpperCase(Locale.ROOT),
            "Host",
            "example.com",
            "Authorization",
            "Bearer t",
            "Cookie",
            "a=b",
            "Content-Length",
            "1",
            "Transfer-Encoding",
            "chunked");
    assertThat(fields.contains(name)).isTrue();
    assertThat(fields.contains("connection")).isFalse();
  }

  @Test
  void connectionCannotTakeAwayWhatATrustedEdgeSays() {
    HttpHeaders fields =
        from(
            EDGE,
            "Connection",
            "X-Forwarded-For, CF-Connecting-IP, X-Real-IP",
            "X-Forwarded-For",
            "198.51.100.7",
            "CF-Connecting-IP",
            "198.51.100.7",
            "X-Real-IP",
            "198.51.100.7");
    assertThat(fields.get("x-forwarded-for")).isEqualTo("198.51.100.7, 10.1.2.3");
    assertThat(fields.get("cf-connecting-ip")).isEqualTo("198.51.100.7");
    assertThat(fields.get("x-real-ip")).isEqualTo("198.51.100.7");
  }

  @Test
  void whatConnectionNamesInAnyLineIsRemoved() {
    HttpHeaders fields =
        from(
            STRANGER,
            "Connection",
            "x-one,, X-TWO ,",
            "Connection",
            "x-three",
            "X-One",
            "1",
            "x-two",
            "2",
            "X-Three",
            "3",
            "X-Four",
            "4");
    assertThat(fields.names()).contains("X-Four").doesNotContain("X-One", "x-two", "X-Three");
  }

  @Test
  void forwardingFieldsOfAStrangerBeginAnew() {
    HttpHeaders fields =
        from(
            STRANGER,
            "Host",
            "shop.example",
            "X-Forwarded-For",
            "1.1.1.1",
            "X-Forwarded-For",
            "2.2.2.2",
            "X-Forwarded-Proto",
            "https",
            "X-Forwarded-Host",
            "evil.example",
            "X-Request-Start",
            "t=1");
    assertThat(fields.getAll("x-forwarded-for")).containsExactly(STRANGER);
    assertThat(fields.getAll("x-forwarded-proto")).containsExactly("http");
    assertThat(fields.getAll("x-forwarded-host")).containsExactly("shop.example");
    assertThat(fields.getAll("x-request-start")).containsExactly("t=" + NOW_MILLIS);
  }

  @Test
  void forwardingFieldsOfATrustedPeerAreKeptAndAppendedTo() {
    HttpHeaders fields =
        from(
            EDGE,
            "Host",
            "shop.example",
            "X-Forwarded-For",
            "198.51.100.7",
            "X-Forwarded-For",
            "172.68.1.1",
            "X-Forwarded-Proto",
            "https",
            "X-Forwarded-Host",
            "www.shop.example",
            "Forwarded",
            "for=198.51.100.7",
            "X-Request-Start",
            "t=1");
    assertThat(fields.getAll("x-forwarded-for"))
        .containsExactly("198.51.100.7, 172.68.1.1, 10.1.2.3");
    assertThat(fields.getAll("x-forwarded-proto")).containsExactly("https");
    assertThat(fields.getAll("x-forwarded-host")).containsExactly("www.shop.example");
    assertThat(fields.getAll("forwarded")).containsExactly("for=198.51.100.7, for=10.1.2.3");
    assertThat(fields.getAll("x-request-start")).containsExactly("t=1");
  }

  @Test
  void anIpv6PeerIsWrittenAsEachFieldWantsIt() {
    HttpHeaders fields = from("fd00::1", "Forwarded", "for=198.51.100.7");
    assertThat(fields.get("x-forwarded-for")).isEqualTo("fd00::1");
    assertThat(fields.get("forwarded")).isEqualTo("for=198.51.100.7, for=\"[fd00::1]\"");
  }

  @Test
  void viaIsAppendedToWhatIsThere() {
    HttpRequest request = get("Via", "1.1 edge");
    request.setProtocolVersion(HttpVersion.HTTP_1_0);
    assertThat(prepared(STRANGER, request).headers().getAll("via"))
        .containsExactly("1.1 edge", "1.0 canary (9abcdef0)");
    assertThat(from(STRANGER).get("via")).startsWith("1.1 canary");
  }

  @Test
  void aRequestThatComesBackIsALoop() {
    ForwardingFields forwarding = forwarding();
    HttpRequest request = get("Host", "shop.example");
    ClientOrigin origin = peer(STRANGER).originOf(request.headers());
    assertThat(forwarding.prepare(request, origin, false)).isNull();
    assertThat(forwarding.prepare(request, origin, false)).isEqualTo(Failure.LOOP_DETECTED);
  }

  @Test
  void anotherRouterOnTheWayIsNoLoop() {
    assertThat(from(STRANGER, "Via", "1.1 canary (f0000000), 1.1 canary").getAll("via")).hasSize(2);
  }

  @Test
  void aRefusedRequestHasAnIdToo() {
    HttpRequest request = get("Via", "1.1 canary (9abcdef0)");
    prepared(STRANGER, request);
    assertThat(request.headers().get("x-request-id")).hasSize(36);
  }

  @Test
  void anAcceptedWebSocketKeepsItsUpgradeAndNothingElse() {
    HttpRequest request =
        get(
            "Connection",
            "keep-alive, Upgrade",
            "Upgrade",
            "websocket, h2c",
            "HTTP2-Settings",
            "A");
    forwarding().prepare(request, peer(STRANGER).originOf(request.headers()), true);
    assertThat(request.headers().getAll("connection")).containsExactly("upgrade");
    assertThat(request.headers().getAll("upgrade")).containsExactly("websocket");
    assertThat(request.headers().contains("http2-settings")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"OPTIONS", "TRACE"})
  void theLastHopOfOptionsAndTraceEndsHere(String method) {
    HttpRequest request = get("Max-Forwards", "1").setMethod(HttpMethod.valueOf(method));
    ClientOrigin origin = peer(STRANGER).originOf(request.headers());
    assertThat(forwarding().prepare(request, origin, false)).isNull();
    assertThat(request.headers().get("max-forwards")).isEqualTo("0");
    request.headers().remove("via");
    assertThat(forwarding().prepare(request, origin, false)).isEqualTo(Failure.METHOD_NOT_ALLOWED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "9999999999", "", "x"})
  void maxForwardsMeansNothingToOtherMethods(String hops) {
    assertThat(from(STRANGER, "Max-Forwards", hops).get("max-forwards")).isEqualTo(hops);
  }

  @Test
  void framingFieldsAreNotTouched() {
    HttpHeaders fields = from(STRANGER, "Transfer-Encoding", "chunked", "Content-Length", "7");
    assertThat(fields.get("transfer-encoding")).isEqualTo("chunked");
    assertThat(fields.get("content-length")).isEqualTo("7");
  }

  /**
   * Thousands of random heads: nothing hop-by-hop or named gets through, nothing protected goes.
   */
  @Test
  void noMixtureOfFieldsGetsAHopByHopFieldThroughOrLosesAProtectedOne() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    for (int round = 0; round < 3_000; round++) {
      RandomHead head = RandomHead.of(random);
      HttpHeaders fields =
          prepared(random.nextBoolean() ? STRANGER : EDGE, head.request()).headers();
      assertThat(fields.names().stream().map(name -> name.toLowerCase(Locale.ROOT)))
          .as("seed %d round %d: %s", seed, round, head)
          .doesNotContainAnyElementsOf(head.mustGo())
          .containsAll(head.mustStay());
    }
  }
}
