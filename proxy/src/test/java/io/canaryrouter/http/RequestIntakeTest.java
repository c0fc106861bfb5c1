package io.canaryrouter.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.canaryrouter.testing.FakeClock;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.util.CharsetUtil;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RequestIntakeTest {
  private static final String FIRST = "GET /1 HTTP/1.1\r\nHost: a\r\n\r\n";
  private static final String SECOND = "POST /2 HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nab";
  private static final String BAD = "GET / HTTP/1.1\r\nHost : a\r\n\r\n";

  private final FakeClock clock = new FakeClock();
  private final EmbeddedChannel channel = new EmbeddedChannel();
  private final ReadGate gate = new ReadGate(channel);
  private final RequestIntake intake =
      new RequestIntake(WireCheck.ofRequests(WireLimits.DEFAULTS), clock, gate);
  private final StringBuilder passed = new StringBuilder();
  private final List<Failure> refusals = new ArrayList<>();

  RequestIntakeTest() {
    channel.pipeline().addLast(intake).addLast(new Behind());
  }

  /** What stands behind the intake. */
  private final class Behind extends ChannelInboundHandlerAdapter {
    @Override
    public void channelRead(ChannelHandlerContext ctx, Object msg) {
      ByteBuf bytes = (ByteBuf) msg;
      passed.append(bytes.toString(CharsetUtil.US_ASCII));
      bytes.release();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
      if (event instanceof RequestIntake.Malformed malformed) {
        refusals.add(malformed.failure());
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

  private String takePassed() {
    String taken = passed.toString();
    passed.setLength(0);
    return taken;
  }

  @Test
  void oneRequestAtATimeIsLetThrough() {
    receive(FIRST + SECOND + FIRST);
    assertThat(takePassed()).isEqualTo(FIRST);
    intake.next();
    assertThat(takePassed()).isEqualTo(SECOND);
    intake.next();
    assertThat(takePassed()).isEqualTo(FIRST);
    intake.next();
    assertThat(takePassed()).isEmpty();
    assertThat(intake.isIdle()).isTrue();
  }

  @Test
  void theClientIsNotReadWhileItsNextRequestWaits() {
    receive(FIRST);
    assertThat(gate.isOpen()).isTrue();
    receive(SECOND);
    assertThat(gate.isOpen()).isFalse();
    assertThat(intake.hasMore()).isTrue();
    intake.next();
    assertThat(gate.isOpen()).isTrue();
    assertThat(intake.hasMore()).isFalse();
  }

  @Test
  void aRequestInPiecesPassesInPieces() {
    for (int i = 0; i < SECOND.length(); i++) {
      receive(SECOND.substring(i, i + 1));
    }
    assertThat(takePassed()).isEqualTo(SECOND);
    assertThat(intake.bodyBytes()).isEqualTo(2);
  }

  @Test
  void aMalformedHeadIsToldOnceAndEverythingBehindItIsThrownAway() {
    receive(BAD + FIRST);
    receive(FIRST);
    assertThat(refusals).containsExactly(Failure.BAD_REQUEST);
    assertThat(takePassed()).doesNotContain(FIRST);
    assertThat(intake.isRefusing()).isTrue();
  }

  @Test
  void aMalformedRequestIsToldOnlyWhenItsTurnComes() {
    receive(FIRST + BAD);
    assertThat(refusals).isEmpty();
    intake.next();
    assertThat(refusals).containsExactly(Failure.BAD_REQUEST);
  }

  @Test
  void theTimeOfARequestIsThatOfItsFirstByteThatWasLookedAt() {
    receive(FIRST.substring(0, 5));
    long begun = clock.getAsLong();
    assertThat(intake.isInHead()).isTrue();
    clock.advanceMillis(100);
    receive(FIRST.substring(5));
    assertThat(intake.messageSinceNanos()).isEqualTo(begun);
    assertThat(intake.isInHead()).isFalse();
  }

  @Test
  void whatWaitsIsLeftToATunnelThatTakesOver() {
    receive(FIRST + "frames");
    assertThat(takePassed()).isEqualTo(FIRST);
    channel.pipeline().remove(intake);
    assertThat(takePassed()).isEqualTo("frames");
  }
}
