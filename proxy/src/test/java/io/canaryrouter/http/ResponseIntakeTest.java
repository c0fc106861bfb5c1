package io.canaryrouter.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.canaryrouter.testing.FakeClock;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.socket.ChannelOutputShutdownEvent;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.util.CharsetUtil;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ResponseIntakeTest {
  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
  private static final String HINTS = "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n";
  private static final String SWITCH =
      "HTTP/1.1 101 Switching Protocols\r\nSec-WebSocket-Accept: x\r\n\r\n";

  private final EmbeddedChannel channel = new EmbeddedChannel();
  private final FakeClock clock = new FakeClock();
  private final ResponseIntake intake =
      new ResponseIntake(WireCheck.ofResponses(WireLimits.DEFAULTS), clock);
  private final StringBuilder passed = new StringBuilder();
  private final List<Failure> failures = new ArrayList<>();
  private boolean surplusAtEnd;

  ResponseIntakeTest() {
    channel.pipeline().addLast(intake).addLast(new Behind());
  }

  /** What stands behind the intake. */
  private final class Behind extends ChannelInboundHandlerAdapter {
    @Override
    public void channelRead(ChannelHandlerContext ctx, Object msg) {
      ByteBuf bytes = (ByteBuf) msg;
      passed.append(bytes.toString(CharsetUtil.US_ASCII));
      bytes.release();
      surplusAtEnd = intake.hasSurplus();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
      if (event instanceof ResponseIntake.Unusable unusable) {
        failures.add(unusable.failure());
      }
    }
  }

  @AfterEach
  void close() {
    channel.finishAndReleaseAll();
  }

  private void receive(String bytes) {
    channel.writeInbound(Unpooled.copiedBuffer(bytes, CharsetUtil.US_ASCII));
  }

  @Test
  void anAnswerPassesAndIsThenComplete() {
    intake.expect(false);
    receive(OK);
    assertThat(passed).hasToString(OK);
    assertThat(intake.hasSurplus()).isFalse();
    channel.close();
    assertThat(failures).isEmpty();
  }

  @Test
  void interimResponsesPassBeforeTheFinalOne() {
    intake.expect(false);
    receive(HINTS + HINTS + OK);
    assertThat(passed).hasToString(HINTS + HINTS + OK);
    assertThat(intake.hasSurplus()).isFalse();
  }

  @Test
  void whatComesBehindTheAnswerIsKnownBeforeTheAnswerIs() {
    intake.expect(false);
    receive(OK + OK);
    assertThat(passed).hasToString(OK);
    assertThat(surplusAtEnd).isTrue();
  }

  @Test
  void whatComesWhenNothingWasAskedIsSurplus() {
    receive(OK);
    assertThat(passed).isEmpty();
    assertThat(intake.hasSurplus()).isTrue();
  }

  @Test
  void aBodyBehindTheAnswerToAHeadIsSurplus() {
    intake.expect(true);
    receive(OK);
    assertThat(passed.toString()).doesNotContain("\r\n\r\nok");
    assertThat(surplusAtEnd).isTrue();
  }

  @Test
  void anAnswerThatIsCutOffIsIncompleteButNoneAtAllIsNot() {
    intake.expect(false);
    channel.close();
    assertThat(failures).isEmpty();
  }

  @Test
  void anAnswerThatEndsMidwayIsIncomplete() {
    intake.expect(false);
    receive(OK.substring(0, OK.length() - 1));
    channel.close();
    assertThat(failures).containsExactly(Failure.RESPONSE_INCOMPLETE);
  }

  @Test
  void rubbishIsToldOnceAndNotPassedOn() {
    intake.expect(false);
    receive("HTTP/1.1 abc\r\n\r\n");
    receive(OK);
    channel.close();
    assertThat(failures).containsExactly(Failure.RESPONSE_MALFORMED);
    assertThat(passed.toString()).doesNotContain(OK);
  }

  @Test
  void whatComesBehindASwitchIsLeftToTheTunnelThatTakesOver() {
    intake.expect(false);
    receive(SWITCH + "frames");
    assertThat(passed).hasToString(SWITCH);
    assertThat(intake.hasSurplus()).isFalse();
    channel.pipeline().remove(intake);
    assertThat(passed).hasToString(SWITCH + "frames");
  }

  @Test
  void theTimeOfAHeadIsThatOfItsFirstByte() {
    intake.expect(false);
    receive(OK.substring(0, 1));
    long first = clock.getAsLong();
    clock.advanceMillis(5);
    receive(OK.substring(1));
    assertThat(intake.headSinceNanos()).isEqualTo(first);
  }

  @Test
  void anAnswerThatEndsWithTheConnectionIsCutOffWhenWritingMetAReset() {
    intake.expect(false);
    receive("HTTP/1.1 200 OK\r\n\r\nthe first half");
    channel.pipeline().fireUserEventTriggered(ChannelOutputShutdownEvent.INSTANCE);
    channel.close();
    assertThat(failures).containsExactly(Failure.RESPONSE_INCOMPLETE);
  }

  @Test
  void overTlsOnlyTheStacksOwnWordEndsAnAnswerWithoutALength() throws SSLException {
    channel.pipeline().addLast(SslContextBuilder.forClient().build().newHandler(channel.alloc()));
    intake.expect(false);
    receive("HTTP/1.1 200 OK\r\n\r\nthe first half");
    channel.pipeline().fireChannelInactive();
    assertThat(failures).containsExactly(Failure.RESPONSE_INCOMPLETE);
  }

  @Test
  void overTlsAnAnswerWithoutALengthEndsWithTheStacksWord() throws SSLException {
    channel.pipeline().addLast(SslContextBuilder.forClient().build().newHandler(channel.alloc()));
    intake.expect(false);
    receive("HTTP/1.1 200 OK\r\n\r\nall of it");
    channel.pipeline().fireUserEventTriggered(SslCloseCompletionEvent.SUCCESS);
    channel.pipeline().fireChannelInactive();
    assertThat(failures).isEmpty();
  }
}
