package io.canaryrouter.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.canaryrouter.identity.IdentitySettings;
import io.canaryrouter.identity.UserIdentifier;
import io.canaryrouter.measure.Measurements;
import io.canaryrouter.measure.Outcome;
import io.canaryrouter.routes.Rules;
import io.canaryrouter.split.SplitTable;
import io.canaryrouter.split.Splitter;
import io.canaryrouter.split.Stack;
import io.canaryrouter.split.Weight;
import io.canaryrouter.testing.FakeClock;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.http.HttpServerCodec;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A client's connection by itself, asked only for what the router answers without a stack. */
class FrontConnectionTest {
  private static final String LIVE = "GET /-/live HTTP/1.1\r\nHost: a\r\n\r\n";

  private final FakeClock clock = new FakeClock();
  private final Measurements measurements = new Measurements();
  private final ReluctantChannel channel = new ReluctantChannel();
  private final FrontConnection front = install();

  @AfterEach
  void close() {
    channel.finishAndReleaseAll();
  }

  @Test
  void aClientThatTakesNoAnswersIsNotAskedForMoreRequests() {
    channel.unsafe().outboundBuffer().setUserDefinedWritability(1, false);
    channel.writeInbound(bytes(LIVE + LIVE + LIVE));
    assertThat(answers()).isEqualTo(1);
    channel.unsafe().outboundBuffer().setUserDefinedWritability(1, true);
    channel.runPendingTasks();
    assertThat(answers()).isEqualTo(2);
  }

  @Test
  void aClientThatHasEndedItsSideIsLeftAsSoonAsItHasTakenItsAnswer() {
    channel.unsafe().outboundBuffer().setUserDefinedWritability(1, false);
    channel.writeInbound(bytes(LIVE));
    channel.pipeline().fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE);
    assertThat(channel.isOpen()).isTrue();
    channel.unsafe().outboundBuffer().setUserDefinedWritability(1, true);
    channel.runPendingTasks();
    assertThat(answers()).isEqualTo(1);
    assertThat(channel.isOpen()).isFalse();
  }

  @Test
  void aSlowHeadBehindAnUntakenAnswerIsRefusedOnceAndThenCutOff() {
    channel.takesNothing = true;
    channel.writeInbound(bytes(LIVE + "GET /slow HT"));
    for (int i = 0; i < 15; i++) {
      front.check(clock.advanceSeconds(1).getAsLong());
    }
    assertThat(measurements.totals().refused()).containsEntry(Outcome.BAD_REQUEST, 1L);
    assertThat(channel.isOpen()).isTrue();
    for (int i = 0; i < 35; i++) {
      front.check(clock.advanceSeconds(1).getAsLong());
    }
    assertThat(channel.isOpen()).isFalse();
  }

  @Test
  void theSameAmountWaitingAgainMuchLaterIsNoStall() {
    for (int i = 0; i < 2; i++) {
      channel.takesNothing = true;
      channel.writeInbound(bytes(LIVE));
      front.check(clock.getAsLong());
      channel.takesNothing = false;
      channel.flush();
      for (int second = 0; second < 60; second++) {
        front.check(clock.advanceSeconds(1).getAsLong());
      }
    }
    assertThat(channel.isOpen()).isTrue();
  }

  @Test
  void anOldClientIsToldThatItsConnectionStays() {
    channel.writeInbound(bytes("GET /-/live HTTP/1.0\r\nConnection: keep-alive\r\n\r\n"));
    ByteBuf head = channel.readOutbound();
    assertThat(head.toString(StandardCharsets.US_ASCII))
        .containsIgnoringCase("\r\nconnection: keep-alive\r\n");
    head.release();
  }

  private long answers() {
    long heads = 0;
    for (ByteBuf out = channel.readOutbound(); out != null; out = channel.readOutbound()) {
      heads += out.toString(StandardCharsets.US_ASCII).startsWith("HTTP/1.1 200") ? 1 : 0;
      out.release();
    }
    return heads;
  }

  private static ByteBuf bytes(String text) {
    return Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII);
  }

  private FrontConnection install() {
    ListenSettings listen = ListenSettings.of("127.0.0.1", 0);
    EdgeServer.Means means =
        new EdgeServer.Means(
            new Splitter(new SplitTable(1, 1, Weight.NONE, "", null, false), clock),
            measurements::newRecorder,
            clock,
            () -> 0,
            () -> 0,
            new ByteArrayOutputStream());
    Edge edge =
        new Edge(
            settings(listen),
            means,
            new Edge.Routing(
                new Backends(backend(Stack.BLUE), backend(Stack.GREEN)),
                new UserIdentifier(IdentitySettings.DEFAULTS, new Random(1)),
                new RoutingSettings(Rules.NONE, false)));
    EdgeLoop loop =
        new EdgeLoop(channel.eventLoop(), edge, measurements.newRecorder(), clock, Transport.NIO);
    ReadGate gate = new ReadGate(channel);
    RequestIntake intake = new RequestIntake(WireCheck.ofRequests(listen.limits()), clock, gate);
    FrontConnection connection =
        new FrontConnection(loop, channel, intake, gate, Peer.of(null, List.of()));
    channel
        .pipeline()
        .addLast(intake, new HttpServerCodec(Codecs.decoding(listen.limits())), connection);
    return connection;
  }

  private static EdgeSettings settings(ListenSettings listen) {
    StackSettings nowhere = StackSettings.of(UpstreamAddress.parse("127.0.0.1:1"));
    return new EdgeSettings(
        listen,
        nowhere,
        nowhere,
        null,
        new RoutingSettings(Rules.NONE, false),
        null,
        new AccessLogSettings(false, 1, 1),
        ShutdownSettings.DEFAULTS);
  }

  private Backend backend(Stack stack) {
    StackSettings settings = StackSettings.of(UpstreamAddress.parse("127.0.0.1:1"));
    return new Backend(
        stack,
        settings,
        new InstanceSet(stack, settings, clock, () -> 0, new HealthLog()),
        null,
        new Admission(0, 0),
        new StackFields(stack, settings));
  }

  /** A channel whose peer may stop reading. */
  private static final class ReluctantChannel extends EmbeddedChannel {
    private boolean takesNothing;

    @Override
    protected void doWrite(ChannelOutboundBuffer in) throws Exception {
      if (!takesNothing) {
        super.doWrite(in);
      }
    }
  }
}
