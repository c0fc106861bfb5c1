package io.canaryrouter.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrailerFieldsTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "Host",
        "Content-Length",
        "Transfer-Encoding",
        "Trailer",
        "Connection",
        "TE",
        "Upgrade",
        "Authorization",
        "Proxy-Authorization",
        "Cookie",
        "Set-Cookie",
        "Forwarded",
        "X-Forwarded-For",
        "X-Forwarded-Anything",
        "X-Real-IP",
        "X-Request-Id",
        "X-Canary-Stack",
        "Cache-Control",
        "Content-Type",
        "Content-Encoding",
        "Location",
        "If-Match",
        "Expect",
        "Max-Forwards",
        "CF-Connecting-IP",
        "Sec-WebSocket-Accept",
        "X_Forwarded_For"
      })
  void whatOnlyAHeadMayCarryIsDropped(String name) {
    HttpHeaders trailers = new DefaultHttpHeaders().add(name, "x").add("Server-Timing", "a");
    TrailerFields.clean(trailers);
    assertThat(trailers.names()).containsExactly("Server-Timing");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"Content-Digest", "Digest", "Server-Timing", "X-Checksum", "grpc-status", "ETag"})
  void whatMeasuresOrDescribesTheContentPasses(String name) {
    HttpHeaders trailers = new DefaultHttpHeaders().add(name, "x");
    TrailerFields.clean(trailers);
    assertThat(trailers.contains(name)).isTrue();
  }

  @Test
  void aMessageWithoutTrailersIsLeftAlone() {
    assertThatCode(() -> TrailerFields.clean(EmptyHttpHeaders.INSTANCE)).doesNotThrowAnyException();
  }
}
