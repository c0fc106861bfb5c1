package io.canaryrouter.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.canaryrouter.http.TunnelEnd.Party;
import io.canaryrouter.split.Stack;
import java.io.InputStream;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A tunnel between plain sockets, on every transport that this machine has. */
@Timeout(60)
class TunnelLoopbackTest {
  static Stream<Transport> transports() {
    return Stream.of(Transport.values()).filter(Transport::isAvailable);
  }

  @ParameterizedTest
  @MethodSource("transports")
  void aClientThatHasEndedItsOutputStillHearsTheStack(Transport transport) throws Exception {
    try (TunnelPeers peers = new TunnelPeers(transport)) {
      peers.client.getOutputStream().write(Frame.text(true, "last words").bytes());
      peers.client.shutdownOutput();
      byte[] heard = peers.stack.getInputStream().readAllBytes();
      assertThat(heard).isEqualTo(Frame.text(true, "last words").bytes());

      byte[] answer = Frame.text(false, "still here").bytes();
      peers.stack.getOutputStream().write(answer);
      assertThat(peers.client.getInputStream().readNBytes(answer.length)).isEqualTo(answer);
      peers.stack.close();
      assertThat(peers.client.getInputStream().read()).isEqualTo(-1);
      assertThat(peers.end().by()).isEqualTo(Party.CLIENT);
    }
  }

  @ParameterizedTest
  @MethodSource("transports")
  void aStackThatHasEndedItsOutputStillHearsTheClient(Transport transport) throws Exception {
    try (TunnelPeers peers = new TunnelPeers(transport)) {
      peers.stack.shutdownOutput();
      assertThat(peers.client.getInputStream().read()).isEqualTo(-1);
      byte[] words = Frame.text(true, "still talking").bytes();
      peers.client.getOutputStream().write(words);
      peers.client.close();
      assertThat(peers.stack.getInputStream().readAllBytes()).isEqualTo(words);
      assertThat(peers.end().by()).isEqualTo(Party.STACK);
    }
  }

  @ParameterizedTest
  @MethodSource("transports")
  void aStackThatResetsEndsTheClientsConnection(Transport transport) throws Exception {
    try (TunnelPeers peers = new TunnelPeers(transport)) {
      peers.stack.setSoLinger(true, 0);
      peers.stack.close();
      assertThat(peers.client.getInputStream().read()).isEqualTo(-1);
      assertThat(peers.end().by()).isEqualTo(Party.STACK);
    }
  }

  @ParameterizedTest
  @MethodSource("transports")
  void aClientThatResetsEndsTheStacksConnection(Transport transport) throws Exception {
    try (TunnelPeers peers = new TunnelPeers(transport)) {
      peers.client.setSoLinger(true, 0);
      peers.client.close();
      assertThat(peers.stack.getInputStream().read()).isEqualTo(-1);
      assertThat(peers.end().by()).isEqualTo(Party.CLIENT);
    }
  }

  @ParameterizedTest
  @MethodSource("transports")
  void aClientThatDoesNotReadHoldsTheStackBackAndLosesNothing(Transport transport)
      throws Exception {
    byte[] flood = new byte[32 * 1024 * 1024];
    new Random(1).nextBytes(flood);
    try (TunnelPeers peers = new TunnelPeers(transport)) {
      CompletableFuture<Long> full = peers.whenFull();
      CompletableFuture<Void> sent = CompletableFuture.runAsync(() -> peers.stackSends(flood));
      assertThat(full.get(30, TimeUnit.SECONDS)).isLessThan(4L * 1024 * 1024);
      assertThat(sent.isDone()).isFalse();
      assertThat(peers.client.getInputStream().readNBytes(flood.length)).isEqualTo(flood);
      sent.get(30, TimeUnit.SECONDS);
    }
  }

  @ParameterizedTest
  @MethodSource("transports")
  void aFailoverClosesBothPeersWithoutCuttingAFrame(Transport transport) throws Exception {
    try (TunnelPeers peers = new TunnelPeers(transport)) {
      byte[] frame = Frame.text(false, "half a frame, then the other half").bytes();
      peers.stack.getOutputStream().write(frame, 0, 9);
      InputStream client = peers.client.getInputStream();
      assertThat(client.readNBytes(9)).hasSize(9);
      peers.proxy.tunnels.end(Stack.GREEN, 2, CloseReason.SERVICE_RESTART, 0);
      assertThat(Frame.parse(peers.stack.getInputStream().readNBytes(8)))
          .allMatch(close -> close.masked() && close.closeCode() == 1012);

      peers.stack.getOutputStream().write(frame, 9, frame.length - 9);
      assertThat(client.readNBytes(frame.length - 9)).hasSize(frame.length - 9);
      assertThat(Frame.parse(client.readNBytes(4))).allMatch(close -> close.closeCode() == 1012);
      peers.client.getOutputStream().write(Frame.close(true, 1012).bytes());
      assertThat(client.read()).isEqualTo(-1);
      peers.stack.getOutputStream().write(Frame.close(false, 1012).bytes());
      assertThat(peers.stack.getInputStream().read()).isEqualTo(-1);
      assertThat(peers.end().reason()).isEqualTo(CloseReason.SERVICE_RESTART);
    }
  }
}
