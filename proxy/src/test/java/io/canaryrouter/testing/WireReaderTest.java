package io.canaryrouter.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.list;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WireReaderTest {
  @Test
  void aHeadIsReadWithTheCaseAndOrderOfItsFields() throws IOException {
    WireReader.Head head = reader("GET / HTTP/1.1\r\nB: 1\r\na:  2 \r\n\r\n").readHead();

    assertThat(head)
        .extracting(read -> read.fields().lines(), list(Fields.Field.class))
        .containsExactly(new Fields.Field("B", "1"), new Fields.Field("a", "2"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET / HTTP/1.1\nHost: a\n\n",
        "GET / HTTP/1.1\r\nHost: a\n\r\n",
        "GET / HTTP/1.1\r\nHost : a\r\n\r\n",
        "GET / HTTP/1.1\r\nA: b\r\n c\r\n\r\n",
        "GET / HTTP/1.1\r\nA: b\u0000\r\n\r\n",
        "GET / HTTP/1.1\r\nA: b\rc\r\n\r\n",
        "GET / HTTP/1.1\r\nno colon\r\n\r\n"
      })
  void aHeadThatNeedsIndulgenceIsMalformed(String bytes) {
    assertThatThrownBy(() -> reader(bytes).readHead()).isInstanceOf(MalformedMessage.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"0x1\r\na\r\n", "1;x=y\r\na\r\n", "+1\r\na\r\n", "1\r\nab\r\n", "1\na\n", "\r\n"})
  void aChunkThatNeedsIndulgenceIsMalformed(String bytes) {
    assertThatThrownBy(() -> reader(bytes).readChunks(new Body()))
        .isInstanceOf(MalformedMessage.class);
  }

  @Test
  void anEndBetweenMessagesIsNoneAndAnEndInsideOneIsACut() throws IOException {
    assertThat(reader("").readHead()).isNull();
    assertThatThrownBy(() -> reader("GET / HT").readHead()).isInstanceOf(EOFException.class);
    assertThatThrownBy(() -> reader("5\r\nab").readChunks(new Body()))
        .isInstanceOf(EOFException.class);
  }

  private static WireReader reader(String bytes) {
    return new WireReader(new ByteArrayInputStream(WireReader.bytes(bytes)));
  }
}
