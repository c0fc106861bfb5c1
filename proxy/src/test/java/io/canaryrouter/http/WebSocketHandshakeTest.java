package io.canaryrouter.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebSocketHandshakeTest {
  /** Key and answer are the example of RFC 6455 section 1.3. */
  private static final String KEY = "dGhlIHNhbXBsZSBub25jZQ==";

  private static final String ACCEPT = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=";

  @Test
  void aBrowsersHandshakeIsValid() {
    assertThat(WebSocketHandshake.of(request())).isNotNull();
  }

  @ParameterizedTest
  @CsvSource({
    "Connection, 'keep-alive, Upgrade'",
    "Connection, upgrade",
    "Upgrade, WebSocket",
    "Content-Length, 0"
  })
  void harmlessVariantsAreValid(String name, String value) {
    HttpRequest request = request();
    request.headers().set(name, value);
    assertThat(WebSocketHandshake.of(request)).isNotNull();
  }

  @ParameterizedTest
  @CsvSource({
    "Connection, keep-alive",
    "Upgrade, h2c",
    "Upgrade, 'websocket, h2c'",
    "Upgrade, websocket/13",
    "Upgrade, ''",
    "Sec-WebSocket-Version, 8",
    "Sec-WebSocket-Version, '13, 8'",
    "Sec-WebSocket-Key, c2hvcnQ=",
    "Sec-WebSocket-Key, dGhlIHNhbXBsZSBub25jZTEy",
    "Sec-WebSocket-Key, 'dGhlIHNhbXBsZSBub25j!!=='",
    "Content-Length, 1",
    "Transfer-Encoding, chunked"
  })
  void anythingElseIsForwardedWithoutTheUpgrade(String name, String value) {
    HttpRequest request = request();
    request.headers().set(name, value);
    assertThat(WebSocketHandshake.of(request)).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"Connection", "Upgrade", "Sec-WebSocket-Version", "Sec-WebSocket-Key"})
  void aHandshakeWithoutARequiredFieldIsNone(String name) {
    HttpRequest request = request();
    request.headers().remove(name);
    assertThat(WebSocketHandshake.of(request)).isNull();
  }

  @ParameterizedTest
  @CsvSource({"Sec-WebSocket-Key, dGhlIHNhbXBsZSBub25jZQ==", "Sec-WebSocket-Version, 13"})
  void aFieldThatStandsTwiceIsAmbiguous(String name, String value) {
    HttpRequest request = request();
    request.headers().add(name, value);
    assertThat(WebSocketHandshake.of(request)).isNull();
  }

  @Test
  void onlyGetAndHttp11Upgrade() {
    HttpRequest post = request();
    post.setMethod(HttpMethod.POST);
    assertThat(WebSocketHandshake.of(post)).isNull();
    HttpRequest old = request();
    old.setProtocolVersion(HttpVersion.HTTP_1_0);
    assertThat(WebSocketHandshake.of(old)).isNull();
  }

  @Test
  void anAnswerThatReadTheKeyIsValid() {
    assertThat(handshake().isAcceptedBy(answer())).isTrue();
  }

  @Test
  void anAnswerMayChooseWhatWasOffered() {
    HttpResponse answer = answer();
    answer.headers().set("Sec-WebSocket-Protocol", "actioncable-v1-json");
    answer
        .headers()
        .set("Sec-WebSocket-Extensions", "permessage-deflate; server_max_window_bits=9");
    assertThat(handshake().isAcceptedBy(answer)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "Connection, close",
    "Upgrade, h2c",
    "Sec-WebSocket-Accept, s3pPLMBiTxaQ9kYGzzhZRbK+xOO=",
    "Sec-WebSocket-Accept, ''",
    "Sec-WebSocket-Protocol, chat",
    "Sec-WebSocket-Protocol, 'actioncable-v1-json, actioncable-unsupported'",
    "Sec-WebSocket-Extensions, x-webkit-deflate-frame",
    "Sec-WebSocket-Extensions, 'permessage-deflate, mux'",
    "Content-Length, 5",
    "Transfer-Encoding, chunked"
  })
  void anAnswerThatBreaksTheHandshakeIsInvalid(String name, String value) {
    HttpResponse answer = answer();
    answer.headers().set(name, value);
    assertThat(handshake().isAcceptedBy(answer)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"Connection", "Upgrade", "Sec-WebSocket-Accept"})
  void anAnswerWithoutARequiredFieldIsInvalid(String name) {
    HttpResponse answer = answer();
    answer.headers().remove(name);
    assertThat(handshake().isAcceptedBy(answer)).isFalse();
  }

  @Test
  void onlyA101OfHttp11Accepts() {
    HttpResponse ok = answer().setStatus(HttpResponseStatus.OK);
    assertThat(handshake().isAcceptedBy(ok)).isFalse();
    HttpResponse old = answer().setProtocolVersion(HttpVersion.HTTP_1_0);
    assertThat(handshake().isAcceptedBy(old)).isFalse();
  }

  private static WebSocketHandshake handshake() {
    return Objects.requireNonNull(WebSocketHandshake.of(request()));
  }

  private static HttpRequest request() {
    HttpRequest request = new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, "/cable");
    request
        .headers()
        .set("Connection", "Upgrade")
        .set("Upgrade", "websocket")
        .set("Sec-WebSocket-Version", "13")
        .set("Sec-WebSocket-Key", KEY)
        .set("Sec-WebSocket-Protocol", "actioncable-v1-json, actioncable-unsupported")
        .set("Sec-WebSocket-Extensions", "permessage-deflate; client_max_window_bits");
    return request;
  }

  private static HttpResponse answer() {
    HttpResponse answer =
        new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.SWITCHING_PROTOCOLS);
    answer
        .headers()
        .set("Connection", "Upgrade")
        .set("Upgrade", "websocket")
        .set("Sec-WebSocket-Accept", ACCEPT);
    return answer;
  }
}
