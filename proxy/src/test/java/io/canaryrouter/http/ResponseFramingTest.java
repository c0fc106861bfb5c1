package io.canaryrouter.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResponseFramingTest {
  private final HttpResponse response =
      new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK);

  @ParameterizedTest
  @ValueSource(strings = {"HTTP/1.0", "HTTP/1.1"})
  void aConnectionThatEndsIsSaidToEnd(String version) {
    response.headers().setInt(HttpHeaderNames.CONTENT_LENGTH, 3);

    assertThat(ResponseFraming.frame(response, request(version), false)).isFalse();
    assertThat(response.headers().get(HttpHeaderNames.CONNECTION)).isEqualTo("close");
  }

  @Test
  void anOldClientIsToldThatItsConnectionStays() {
    response.headers().setInt(HttpHeaderNames.CONTENT_LENGTH, 3);

    assertThat(ResponseFraming.frame(response, request("HTTP/1.0"), true)).isTrue();
    assertThat(response.headers().get(HttpHeaderNames.CONNECTION)).isEqualTo("keep-alive");
  }

  @Test
  void aBodyOfUnknownLengthEndsWithTheConnectionOfAnOldClient() {
    assertThat(ResponseFraming.frame(response, request("HTTP/1.0"), true)).isFalse();
    assertThat(response.headers().get(HttpHeaderNames.CONNECTION)).isEqualTo("close");
    assertThat(response.headers().contains(HttpHeaderNames.TRANSFER_ENCODING)).isFalse();
  }

  @Test
  void aBodyOfUnknownLengthIsChunkedForANewOne() {
    assertThat(ResponseFraming.frame(response, request("HTTP/1.1"), true)).isTrue();
    assertThat(response.headers().get(HttpHeaderNames.TRANSFER_ENCODING)).isEqualTo("chunked");
    assertThat(response.headers().contains(HttpHeaderNames.CONNECTION)).isFalse();
  }

  private static HttpRequest request(String version) {
    return new DefaultHttpRequest(HttpVersion.valueOf(version), HttpMethod.GET, "/");
  }
}
