package io.canaryrouter.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebSocketFramesTest {
  private final WebSocketFrames frames = new WebSocketFrames();

  @Test
  void aNewConnectionStandsAtABoundary() {
    assertThat(frames.atBoundary()).isTrue();
    assertThat(frames.closeSeen()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 125, 126, 65_535, 65_536})
  void everySplitOfAFrameIsRecognised(int length) {
    for (boolean masked : new boolean[] {false, true}) {
      byte[] bytes = new Frame(0x82, masked, new byte[length]).bytes();
      int[] splits = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, bytes.length - 1};
      for (int split : splits) {
        if (split < bytes.length) {
          WebSocketFrames scanner = new WebSocketFrames();
          scanner.advance(Unpooled.wrappedBuffer(bytes, 0, split));
          assertThat(scanner.atBoundary()).as("after %d of %d", split, bytes.length).isFalse();
          scanner.advance(Unpooled.wrappedBuffer(bytes, split, bytes.length - split));
          assertThat(scanner.atBoundary()).as("after all %d", bytes.length).isTrue();
        }
      }
    }
  }

  @Test
  void boundariesLieWhereFramesEndHoweverTheStreamIsCut() {
    for (long seed = 0; seed < 200; seed++) {
      Random random = new Random(seed);
      boolean masked = random.nextBoolean();
      List<Frame> sent = new ArrayList<>();
      TreeSet<Integer> ends = new TreeSet<>(List.of(0));
      for (int i = random.nextInt(8); i >= 0; i--) {
        sent.add(Frame.random(random, masked));
        ends.add(ends.last() + sent.get(sent.size() - 1).bytes().length);
      }
      byte[] stream = Frame.bytes(sent);
      WebSocketFrames scanner = new WebSocketFrames();
      for (int at = 0; at < stream.length; ) {
        ByteBuf piece = piece(stream, at, random);
        boolean toBoundary = random.nextBoolean();
        int passed = toBoundary ? scanner.advanceToBoundary(piece) : piece.readableBytes();
        if (toBoundary) {
          int next = ends.ceiling(at) - at;
          assertThat(passed).as("seed %d", seed).isEqualTo(Math.min(next, piece.readableBytes()));
          scanner.advance(piece.slice(passed, piece.readableBytes() - passed));
        } else {
          scanner.advance(piece);
        }
        at += piece.readableBytes();
        assertThat(scanner.atBoundary()).as("seed %d", seed).isEqualTo(ends.contains(at));
      }
      assertThat(scanner.closeSeen()).as("seed %d", seed).isFalse();
    }
  }

  @Test
  void aCloseFrameHasPassedOnlyWhenItIsWhole() {
    byte[] close = Frame.close(true, 1000).bytes();
    frames.advance(Unpooled.wrappedBuffer(close, 0, close.length - 1));
    assertThat(frames.closeSeen()).isFalse();
    frames.advance(Unpooled.wrappedBuffer(close, close.length - 1, 1));
    assertThat(frames.closeSeen()).isTrue();
    assertThat(frames.atBoundary()).isTrue();
  }

  @Test
  void aCloseFrameWithoutACodeIsOneToo() {
    frames.advance(octets("8800"));
    assertThat(frames.closeSeen()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "827e007d", // 125 in 16 bits
        "82fe0000", // 0 in 16 bits, masked
        "827f000000000000ffff", // 65,535 in 64 bits
        "827f8000000000000000", // highest bit of 64
        "82ffffffffffffffffff", // all bits of 64, masked
        "897e", // a Ping longer than 125 bytes
        "88ff", // a Close of 64 bits' length
        "0900", // a fragmented Ping
        "0880" // a fragmented Close
      })
  void aForbiddenHeadMakesTheFramingUnknownForGood(String octets) {
    frames.advance(Unpooled.wrappedBuffer(Frame.text(false, "fine").bytes()));
    frames.advance(octets(octets));
    assertThat(frames.atBoundary()).isFalse();
    ByteBuf more = Unpooled.wrappedBuffer(Frame.close(false, 1000).bytes());
    assertThat(frames.advanceToBoundary(more)).isEqualTo(more.readableBytes());
    assertThat(frames.atBoundary()).isFalse();
    assertThat(frames.closeSeen()).isFalse();
  }

  @Test
  void theLongestLengthDoesNotOverflow() {
    frames.advance(octets("827f7fffffffffffffff"));
    frames.advance(Unpooled.wrappedBuffer(new byte[1_000]));
    assertThat(frames.atBoundary()).isFalse();
  }

  @Test
  void scanningLeavesTheBufferAsItWas() {
    ByteBuf data = Unpooled.wrappedBuffer(Frame.text(true, "hello").bytes());
    ByteBuf before = data.copy();
    frames.advance(data);
    assertThat(data).isEqualTo(before);
    assertThat(data.refCnt()).isEqualTo(1);
  }

  private static ByteBuf piece(byte[] stream, int at, Random random) {
    int most = random.nextBoolean() ? 16 : stream.length;
    int length = 1 + random.nextInt(Math.min(most, stream.length - at));
    return Unpooled.wrappedBuffer(stream, at, length);
  }

  private static ByteBuf octets(String hex) {
    return Unpooled.wrappedBuffer(ByteBufUtil.decodeHexDump(hex));
  }
}
