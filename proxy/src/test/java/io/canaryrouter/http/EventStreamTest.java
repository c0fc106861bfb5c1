package io.canaryrouter.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.HttpHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventStreamTest {
  private final HttpHeaders fields = DefaultHttpHeadersFactory.headersFactory().newHeaders();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "text/event-stream",
        "Text/Event-Stream",
        "text/event-stream;charset=utf-8",
        "text/event-stream ; charset=utf-8"
      })
  void theMediaTypeTellsAnEventStream(String contentType) {
    fields.set("Content-Type", contentType);
    assertThat(EventStream.isEventStream(fields)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "text/html",
        "text/event-stream-not",
        "application/json; of=text/event-stream",
        ""
      })
  void otherMediaTypesAreNone(String contentType) {
    fields.set("Content-Type", contentType);
    assertThat(EventStream.isEventStream(fields)).isFalse();
  }

  @Test
  void aResponseWithoutAMediaTypeIsNone() {
    assertThat(EventStream.isEventStream(fields)).isFalse();
  }
}
