package io.canaryrouter.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.canaryrouter.http.TunnelEnd.Party;
import io.canaryrouter.split.Stack;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.net.InetAddress;
import java.net.ServerSocket;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A tunnel whose stack speaks TLS. */
@Timeout(60)
class TunnelTlsTest {
  private static final byte[] WORDS = Frame.text(true, "last words").bytes();
  private static final byte[] ANSWER = Frame.text(false, "an answer").bytes();

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void aClientsEndReachesTheStackAsAnOrderlyEndOfTls(String version) throws Exception {
    try (TunnelPeers peers = peers(version)) {
      peers.stack.getOutputStream().write(ANSWER);
      assertThat(peers.client.getInputStream().readNBytes(ANSWER.length)).isEqualTo(ANSWER);
      peers.client.getOutputStream().write(WORDS);
      peers.client.shutdownOutput();
      assertThat(peers.stack.getInputStream().readAllBytes()).isEqualTo(WORDS);
      peers.stack.close();
      assertThat(peers.client.getInputStream().read()).isEqualTo(-1);
      assertThat(peers.end().by()).isEqualTo(Party.CLIENT);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void aStacksEndReachesTheClientAfterItsLastBytes(String version) throws Exception {
    try (TunnelPeers peers = peers(version)) {
      peers.stack.getOutputStream().write(ANSWER);
      peers.stack.close();
      assertThat(peers.client.getInputStream().readAllBytes()).isEqualTo(ANSWER);
      peers.client.close();
      assertThat(peers.end().by()).isEqualTo(Party.STACK);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void aFailoverReachesTheStackThroughTls(String version) throws Exception {
    try (TunnelPeers peers = peers(version)) {
      peers.proxy.tunnels.end(Stack.GREEN, 2, CloseReason.SERVICE_RESTART, 0);
      assertThat(Frame.parse(peers.stack.getInputStream().readNBytes(8)))
          .allMatch(close -> close.masked() && close.closeCode() == 1012);
      peers.stack.getOutputStream().write(Frame.close(false, 1012).bytes());
      assertThat(peers.stack.getInputStream().read()).isEqualTo(-1);
      peers.client.getOutputStream().write(Frame.close(true, 1012).bytes());
      assertThat(Frame.parse(peers.client.getInputStream().readAllBytes())).hasSize(1);
      assertThat(peers.end().reason()).isEqualTo(CloseReason.SERVICE_RESTART);
    }
  }

  private static TunnelPeers peers(String version) throws Exception {
    X509Bundle certificate =
        new CertificateBuilder()
            .subject("CN=green")
            .setIsCertificateAuthority(true)
            .buildSelfSigned();
    SSLContext server = SSLContext.getInstance("TLS");
    server.init(certificate.toKeyManagerFactory().getKeyManagers(), null, null);
    ServerSocket listening =
        server.getServerSocketFactory().createServerSocket(0, 1, InetAddress.getLoopbackAddress());
    SslContext client =
        SslContextBuilder.forClient()
            .sslProvider(SslProvider.JDK)
            .protocols(version)
            .endpointIdentificationAlgorithm("")
            .trustManager(certificate.toTrustManagerFactory())
            .build();
    return new TunnelPeers(Transport.best(), listening, client);
  }
}
