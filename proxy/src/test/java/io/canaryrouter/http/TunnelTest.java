package io.canaryrouter.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.canaryrouter.http.TunnelEnd.Party;
import io.canaryrouter.split.Stack;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TunnelTest {
  private static final byte[] FROM_CLIENT = Frame.text(true, "from the client").bytes();
  private static final byte[] FROM_STACK = Frame.text(false, "from the stack").bytes();

  private final TunnelFixture fixture = new TunnelFixture();

  @AfterEach
  void everyTunnelEndsAndIsReportedOnce() {
    fixture.close();
  }

  @Test
  void bytesPassUnchangedBothWays() {
    fixture.open(0);
    fixture.clientSends(FROM_CLIENT);
    fixture.stackSends(FROM_STACK);
    assertThat(fixture.stackReceived()).isEqualTo(FROM_CLIENT);
    assertThat(fixture.clientReceived()).isEqualTo(FROM_STACK);
  }

  @Test
  void whatIsNoWebSocketFramePassesToo() {
    fixture.open(0);
    byte[] rubbish = {0x09, 0x7f, 1, 2, 3, 4, 5, 6, 7, 8, 9};
    fixture.clientSends(rubbish);
    fixture.clientSends(rubbish);
    assertThat(fixture.stackReceived()).hasSize(2 * rubbish.length);
  }

  @Test
  void aSlowClientStopsTheReadingFromTheStackAndAFastOneResumesIt() {
    fixture.open(0);
    var dam = TunnelFixture.dam(fixture.client);
    fixture.stackSends(FROM_STACK);
    assertThat(fixture.stack.config().isAutoRead()).isFalse();
    assertThat(fixture.client.config().isAutoRead()).isTrue();
    dam.open(fixture.client);
    assertThat(fixture.stack.config().isAutoRead()).isTrue();
    assertThat(fixture.clientReceived()).isEqualTo(FROM_STACK);
  }

  @Test
  void aSlowStackStopsTheReadingFromTheClientAndAFastOneResumesIt() {
    fixture.open(0);
    var dam = TunnelFixture.dam(fixture.stack);
    fixture.clientSends(FROM_CLIENT);
    assertThat(fixture.client.config().isAutoRead()).isFalse();
    dam.open(fixture.stack);
    assertThat(fixture.client.config().isAutoRead()).isTrue();
  }

  @Test
  void aClientThatVanishesTakesItsConnectionToTheStackAlong() {
    fixture.open(0);
    fixture.clientSends(FROM_CLIENT);
    fixture.client.close();
    assertThat(fixture.stack.isOpen()).isFalse();
    assertThat(fixture.stackReceived()).isEqualTo(FROM_CLIENT);
    assertThat(fixture.onlyEnd().by()).isEqualTo(Party.CLIENT);
  }

  @Test
  void aStackThatResetsEndsTheClientsConnectionAfterWhatItHadSent() {
    fixture.open(0);
    var dam = TunnelFixture.dam(fixture.client);
    fixture.stackSends(FROM_STACK);
    fixture.stack.pipeline().fireExceptionCaught(new IOException("Connection reset by peer"));
    assertThat(fixture.client.isOpen()).isTrue();
    dam.open(fixture.client);
    assertThat(fixture.clientReceived()).isEqualTo(FROM_STACK);
    assertThat(fixture.client.isOpen()).isFalse();
    assertThat(fixture.onlyEnd().by()).isEqualTo(Party.STACK);
  }

  @Test
  void aClientThatTakesNothingAfterTheStacksEndIsCutOff() {
    fixture.open(0);
    TunnelFixture.dam(fixture.client);
    fixture.stackSends(FROM_STACK);
    fixture.stack.close();
    fixture.advance(Tunnel.LINGER_MILLIS - 1);
    assertThat(fixture.client.isOpen()).isTrue();
    fixture.advance(1);
    assertThat(fixture.client.isOpen()).isFalse();
  }

  @Test
  void aConnectionThatIsGoneWhenTheTunnelOpensEndsItAtOnce() {
    fixture.client.close();
    fixture.open(0);
    assertThat(fixture.stack.isOpen()).isFalse();
    assertThat(fixture.onlyEnd().by()).isEqualTo(Party.CLIENT);
  }

  @Test
  void itsEndTellsBytesAndDuration() {
    fixture.open(0);
    fixture.clientSends(FROM_CLIENT);
    fixture.stackSends(FROM_STACK);
    fixture.stackSends(FROM_STACK);
    fixture.advance(1_500);
    fixture.stack.close();
    assertThat(fixture.onlyEnd())
        .isEqualTo(
            new TunnelEnd(
                FROM_CLIENT.length,
                2L * FROM_STACK.length,
                TimeUnit.MILLISECONDS.toNanos(1_500),
                Party.STACK,
                null));
  }

  @Test
  void itIsRegisteredWhileItLives() {
    Tunnel tunnel = fixture.open(0);
    assertThat(fixture.tunnels.count(Stack.GREEN)).isEqualTo(1);
    tunnel.end(CloseReason.GOING_AWAY);
    assertThat(fixture.tunnels.count(Stack.GREEN)).isEqualTo(1);
    fixture.client.close();
    fixture.stack.close();
    assertThat(fixture.tunnels.count(Stack.GREEN)).isZero();
  }

  @Test
  void aTunnelThatOpensAfterTheFailoverOfItsStackIsEndedAtOnce() {
    fixture.tunnels.end(Stack.GREEN, 2, CloseReason.SERVICE_RESTART, 0);
    fixture.open(0);
    fixture.advance(0);
    assertThat(Frame.parse(fixture.clientReceived())).hasSize(1).allMatch(Frame::isClose);
  }

  @Test
  void anEndSendsBothPeersACloseFrameAndWaitsForTheirs() {
    Tunnel tunnel = fixture.open(0);
    tunnel.end(CloseReason.SERVICE_RESTART);
    Frame toClient = Frame.parse(fixture.clientReceived()).get(0);
    Frame toStack = Frame.parse(fixture.stackReceived()).get(0);
    assertThat(toClient.closeCode()).isEqualTo(1012);
    assertThat(toClient.masked()).isFalse();
    assertThat(toStack.closeCode()).isEqualTo(1012);
    assertThat(toStack.masked()).isTrue();

    fixture.clientSends(Frame.close(true, 1012).bytes());
    assertThat(fixture.client.isOpen()).isFalse();
    assertThat(fixture.stack.isOpen()).isTrue();
    fixture.stackSends(Frame.close(false, 1012).bytes());
    assertThat(fixture.stack.isOpen()).isFalse();
    assertThat(fixture.onlyEnd().by()).isEqualTo(Party.ROUTER);
    assertThat(fixture.onlyEnd().reason()).isEqualTo(CloseReason.SERVICE_RESTART);
  }

  @Test
  void theCloseFrameWaitsForTheEndOfTheFrameUnderWay() {
    Tunnel tunnel = fixture.open(0);
    fixture.stackSends(Arrays.copyOf(FROM_STACK, 5));
    tunnel.end(CloseReason.GOING_AWAY);
    assertThat(fixture.clientReceived()).hasSize(5);
    byte[] rest = Arrays.copyOfRange(FROM_STACK, 5, FROM_STACK.length + 3);
    System.arraycopy(FROM_STACK, 0, rest, rest.length - 3, 3);
    fixture.stackSends(rest);
    List<Frame> received = Frame.parse(fixture.clientReceived());
    assertThat(received).hasSize(2);
    assertThat(received.get(0).bytes()).isEqualTo(FROM_STACK);
    assertThat(received.get(1).closeCode()).isEqualTo(1001);
  }

  @Test
  void nothingIsRelayedAfterTheCloseFrame() {
    Tunnel tunnel = fixture.open(0);
    tunnel.end(CloseReason.GOING_AWAY);
    fixture.stackSends(FROM_STACK);
    fixture.clientSends(FROM_CLIENT);
    assertThat(Frame.parse(fixture.clientReceived())).hasSize(1);
    assertThat(Frame.parse(fixture.stackReceived())).hasSize(1);
  }

  @Test
  void aPeerThatDoesNotAnswerIsClosedAfterFiveSeconds() {
    Tunnel tunnel = fixture.open(0);
    tunnel.end(CloseReason.GOING_AWAY);
    fixture.advance(Tunnel.BOUNDARY_MILLIS);
    fixture.advance(Tunnel.ANSWER_MILLIS - Tunnel.BOUNDARY_MILLIS - 1);
    assertThat(fixture.client.isOpen()).isTrue();
    fixture.advance(1);
    assertThat(fixture.client.isOpen()).isFalse();
    assertThat(fixture.stack.isOpen()).isFalse();
  }

  @Test
  void aFrameThatDoesNotEndIsCutAfterTwoSeconds() {
    Tunnel tunnel = fixture.open(0);
    fixture.stackSends(Arrays.copyOf(FROM_STACK, 5));
    tunnel.end(CloseReason.GOING_AWAY);
    fixture.advance(Tunnel.BOUNDARY_MILLIS - 1);
    assertThat(fixture.client.isOpen()).isTrue();
    fixture.advance(1);
    assertThat(fixture.client.isOpen()).isFalse();
    assertThat(fixture.stack.isOpen()).isFalse();
    assertThat(fixture.clientReceived()).isEqualTo(Arrays.copyOf(FROM_STACK, 5));
  }

  @Test
  void aStreamOfUnknownFramingGetsNoCloseFrame() {
    Tunnel tunnel = fixture.open(0);
    byte[] fragmentedPing = {0x09, 0x00};
    fixture.stackSends(fragmentedPing);
    tunnel.end(CloseReason.GOING_AWAY);
    fixture.stackSends(FROM_STACK);
    fixture.advance(Tunnel.BOUNDARY_MILLIS);
    assertThat(fixture.clientReceived()).hasSize(2 + FROM_STACK.length);
    assertThat(fixture.client.isOpen()).isFalse();
  }

  @Test
  void aCloseFrameThatHasPassedIsNotFollowedByAnother() {
    Tunnel tunnel = fixture.open(0);
    fixture.stackSends(Frame.close(false, 4000).bytes());
    tunnel.end(CloseReason.GOING_AWAY);
    List<Frame> received = Frame.parse(fixture.clientReceived());
    assertThat(received).hasSize(1);
    assertThat(received.get(0).closeCode()).isEqualTo(4000);
    assertThat(fixture.stack.isOpen()).as("it has said and heard Close").isFalse();
    fixture.clientSends(Frame.close(true, 4000).bytes());
    assertThat(fixture.onlyEnd().by()).isEqualTo(Party.STACK);
  }

  @Test
  void theSecondEndHasNoEffect() {
    Tunnel tunnel = fixture.open(0);
    tunnel.end(CloseReason.SERVICE_RESTART);
    tunnel.end(CloseReason.GOING_AWAY);
    assertThat(Frame.parse(fixture.clientReceived())).hasSize(1);
    fixture.client.close();
    fixture.stack.close();
    assertThat(fixture.onlyEnd().reason()).isEqualTo(CloseReason.SERVICE_RESTART);
  }

  @Test
  void aPeersFramesThatCameBeforeTheEndAreSentBeforeTheCloseFrame() {
    Tunnel tunnel = fixture.open(0);
    var dam = TunnelFixture.dam(fixture.client);
    fixture.stackSends(FROM_STACK);
    tunnel.end(CloseReason.GOING_AWAY);
    assertThat(fixture.stack.config().isAutoRead()).as("its answer is awaited").isTrue();
    dam.open(fixture.client);
    List<Frame> received = Frame.parse(fixture.clientReceived());
    assertThat(received).hasSize(2);
    assertThat(received.get(1).isClose()).isTrue();
  }

  @Test
  void silenceOfBothPeersEndsIt() {
    fixture.open(10_000);
    fixture.advance(9_000);
    fixture.stackSends(FROM_STACK);
    fixture.advance(9_999);
    assertThat(Frame.parse(fixture.clientReceived())).hasSize(1);
    fixture.advance(1);
    assertThat(Frame.parse(fixture.clientReceived())).hasSize(2).last().matches(Frame::isClose);
    fixture.advance(Tunnel.BOUNDARY_MILLIS);
    fixture.advance(Tunnel.ANSWER_MILLIS);
    assertThat(fixture.onlyEnd().reason()).isEqualTo(CloseReason.IDLE);
  }

  @Test
  void withoutAnIdleLimitSilenceLastsForEver() {
    fixture.open(0);
    fixture.advance(TimeUnit.DAYS.toMillis(30));
    assertThat(fixture.client.isOpen()).isTrue();
  }

  @Test
  void messagesOfACodecThatIsGoneAreReleased() {
    fixture.open(0);
    var late = Unpooled.copyInt(1);
    var content = new io.netty.handler.codec.http.DefaultLastHttpContent(late);
    fixture.stack.writeInbound(content);
    assertThat(late.refCnt()).isZero();
    assertThat(fixture.clientReceived()).isEmpty();
  }
}
