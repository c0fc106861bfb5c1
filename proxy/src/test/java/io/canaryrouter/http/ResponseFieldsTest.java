package io.canaryrouter.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.canaryrouter.split.Stack;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResponseFieldsTest {
  private long nowMillis = 784_111_777_000L;
  private final ResponseFields responseFields = new ResponseFields(new HttpDate(() -> nowMillis));

  private HttpHeaders prepared(int status, @Nullable Stack exposed, String... namesAndValues) {
    HttpResponse response =
        new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(status));
    for (int i = 0; i < namesAndValues.length; i += 2) {
      response.headers().add(namesAndValues[i], namesAndValues[i + 1]);
    }
    responseFields.prepare(response, exposed);
    return response.headers();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Connection",
        "Keep-Alive",
        "Proxy-Connection",
        "Proxy-Authenticate",
        "TE",
        "Trailer",
        "Upgrade",
        "X-Canary-Stack",
        "X-Canary-Anything"
      })
  void noStackCanSendTheseToAClient(String name) {
    assertThat(prepared(200, null, name, "x").contains(name)).isFalse();
  }

  @Test
  void whatConnectionNamesIsRemovedButFramingAndSessionsAreNot() {
    HttpHeaders fields =
        prepared(
            200,
            null,
            "Connection",
            "X-Internal, Content-Length, Set-Cookie",
            "X-Internal",
            "1",
            "Content-Length",
            "0",
            "Set-Cookie",
            "a=b");
    assertThat(fields.names()).containsExactlyInAnyOrder("Content-Length", "Set-Cookie", "date");
  }

  @Test
  void clientsLearnTheirStackOnlyWhenItIsExposed() {
    assertThat(prepared(200, null, "X-Canary-Stack", "green").contains("x-canary-stack")).isFalse();
    assertThat(prepared(200, Stack.GREEN, "X-Canary-Stack", "blue").getAll("x-canary-stack"))
        .containsExactly("green");
  }

  @Test
  void anAcceptedUpgradeStaysOne() {
    HttpHeaders fields =
        prepared(101, null, "Connection", "Upgrade, X-Hop", "Upgrade", "websocket", "X-Hop", "1");
    assertThat(fields.get("connection")).isEqualTo("upgrade");
    assertThat(fields.get("upgrade")).isEqualTo("websocket");
    assertThat(fields.names()).hasSize(2);
  }

  @Test
  void aFinalResponseWithoutADateGetsOne() {
    assertThat(prepared(200, null).get("date")).isEqualTo("Sun, 06 Nov 1994 08:49:37 GMT");
    nowMillis += 1_000;
    assertThat(prepared(404, null).get("date")).isEqualTo("Sun, 06 Nov 1994 08:49:38 GMT");
    assertThat(prepared(200, null, "Date", "x").getAll("date")).containsExactly("x");
    assertThat(prepared(103, null).contains("date")).isFalse();
  }
}
