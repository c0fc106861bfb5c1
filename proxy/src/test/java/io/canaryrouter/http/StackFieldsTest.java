package io.canaryrouter.http;

import static io.canaryrouter.http.RequestFixture.get;
import static io.canaryrouter.http.RequestFixture.peer;
import static io.canaryrouter.http.RequestFixture.prepared;
import static org.assertj.core.api.Assertions.assertThat;

import io.canaryrouter.split.Stack;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import org.junit.jupiter.api.Test;

class StackFieldsTest {
  private static final String EDGE = "10.1.2.3";

  private static StackFields stack(Stack stack, String address) {
    return new StackFields(stack, StackSettings.of(UpstreamAddress.parse(address)));
  }

  private static HttpRequest fromTheEdge() {
    return get(
        "Host", "shop.example",
        "X-Forwarded-For", "198.51.100.7, 172.68.1.1",
        "X-Forwarded-Proto", "https",
        "CF-Connecting-IP", "198.51.100.7",
        "CF-Visitor", "{}",
        "CF-Ray", "8f-FRA",
        "True-Client-IP", "198.51.100.7",
        "CDN-Loop", "cloudflare");
  }

  @Test
  void aPrivateStackGetsTheHostAndEveryFieldOfTheClientWithoutACopy() {
    HttpRequest request = fromTheEdge();
    ClientOrigin origin = peer(EDGE).originOf(request.headers());
    HttpHeaders prepared = prepared(EDGE, request).headers();
    HttpHeaders fields = stack(Stack.BLUE, "foresy-blue:3000").apply(prepared, origin);
    assertThat(fields).isSameAs(prepared);
    assertThat(fields.getAll("host")).containsExactly("shop.example");
    assertThat(fields.getAll("x-canary-stack")).containsExactly("blue");
    assertThat(fields.contains("cf-connecting-ip")).isTrue();
  }

  @Test
  void aStackBehindAPublicEdgeGetsItsOwnHostAndOneShortAddress() {
    HttpRequest request = fromTheEdge();
    ClientOrigin origin = peer(EDGE).originOf(request.headers());
    HttpHeaders fields =
        stack(Stack.GREEN, "https://green.onrender.com")
            .apply(prepared(EDGE, request).headers(), origin);
    assertThat(fields.getAll("host")).containsExactly("green.onrender.com");
    assertThat(fields.getAll("x-forwarded-host")).containsExactly("shop.example");
    assertThat(fields.getAll("x-forwarded-for")).containsExactly("198.51.100.7");
    assertThat(fields.getAll("forwarded"))
        .containsExactly("for=198.51.100.7, for=172.68.1.1, for=10.1.2.3");
    assertThat(fields.getAll("x-canary-stack")).containsExactly("green");
    assertThat(fields.names())
        .doesNotContain("CF-Connecting-IP", "CF-Visitor", "CF-Ray", "True-Client-IP", "CDN-Loop");
  }

  @Test
  void aRescueFindsTheFieldsAsTheyWere() {
    HttpRequest request = fromTheEdge();
    ClientOrigin origin = peer(EDGE).originOf(request.headers());
    HttpHeaders prepared = prepared(EDGE, request).headers();
    String before = prepared.entries().toString();
    HttpHeaders unused = stack(Stack.GREEN, "https://green.onrender.com").apply(prepared, origin);
    assertThat(unused).isNotSameAs(prepared);
    assertThat(prepared.entries()).hasToString(before);
    assertThat(stack(Stack.BLUE, "blue:3000").apply(prepared, origin).getAll("x-canary-stack"))
        .containsExactly("blue");
  }

  @Test
  void aRescueBetweenPrivateStacksRenamesTheStack() {
    HttpRequest request = fromTheEdge();
    ClientOrigin origin = peer(EDGE).originOf(request.headers());
    HttpHeaders prepared = prepared(EDGE, request).headers();
    HttpHeaders first = stack(Stack.GREEN, "green:3000").apply(prepared, origin);
    HttpHeaders second = stack(Stack.BLUE, "blue:3000").apply(first, origin);
    assertThat(second.getAll("x-canary-stack")).containsExactly("blue");
  }

  @Test
  void anInventedChainIsCutForAPublicEdge() {
    HttpRequest request = get("Host", "a", "X-Forwarded-For", "x,".repeat(5_000) + "198.51.100.7");
    ClientOrigin origin = peer(EDGE).originOf(request.headers());
    HttpHeaders fields =
        stack(Stack.BLUE, "https://blue.onrender.com")
            .apply(prepared(EDGE, request).headers(), origin);
    assertThat(fields.get("forwarded"))
        .startsWith("for=unknown, ")
        .endsWith("for=198.51.100.7, for=10.1.2.3")
        .hasSizeLessThan(400);
    assertThat(fields.get("x-forwarded-for")).isEqualTo("198.51.100.7");
  }

  @Test
  void aRequestWithoutHostGetsTheStacksOwn() {
    HttpRequest request = get();
    ClientOrigin origin = peer("203.0.113.9").originOf(request.headers());
    HttpHeaders fields =
        stack(Stack.BLUE, "blue:3000").apply(prepared("203.0.113.9", request).headers(), origin);
    assertThat(fields.get("host")).isEqualTo("blue:3000");
  }
}
