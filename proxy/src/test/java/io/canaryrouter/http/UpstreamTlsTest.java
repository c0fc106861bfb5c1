package io.canaryrouter.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.canaryrouter.split.Stack;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLEngine;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Handshakes with real servers and real certificates; what is asked is a probe. */
@Timeout(60)
class UpstreamTlsTest {
  private static final String OK = "HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n";
  private static final ProbeResult HEALTHY = new ProbeResult(true, "status 200");
  private static final ProbeResult BAD_CERTIFICATE =
      new ProbeResult(false, "tls_certificate_error");

  @TempDir private static Path directory;
  private static X509Bundle authority;
  private static Path authorityFile;

  private final EventLoopGroup group = Transport.NIO.newEventLoops(1, "tls-test");

  @BeforeAll
  static void foundAnAuthority() throws Exception {
    authority =
        new CertificateBuilder()
            .subject("CN=Test Authority")
            .setIsCertificateAuthority(true)
            .buildSelfSigned();
    authorityFile = Files.writeString(directory.resolve("ca.pem"), authority.getCertificatePEM());
  }

  @AfterEach
  void end() {
    group.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
  }

  @Test
  void aCertificateOfTheConfiguredAuthorityForTheRightNameIsTrusted() throws Exception {
    assertThat(probe("green.example.com", named("green.example.com"), authorityFile))
        .isEqualTo(HEALTHY);
  }

  @Test
  void aNameWithoutDotsIsCheckedToo() throws Exception {
    assertThat(probe("foresy-green", named("foresy-green"), authorityFile)).isEqualTo(HEALTHY);
    assertThat(probe("foresy-green", named("foresy-blue"), authorityFile))
        .isEqualTo(BAD_CERTIFICATE);
  }

  @Test
  void aCertificateForAnotherNameIsRefused() throws Exception {
    assertThat(probe("green.example.com", named("blue.example.com"), authorityFile))
        .isEqualTo(BAD_CERTIFICATE);
  }

  @Test
  void anAddressIsCheckedAgainstTheCertificatesAddresses() throws Exception {
    X509Bundle withAddress =
        new CertificateBuilder()
            .subject("CN=by address")
            .addSanIpAddress("127.0.0.1")
            .buildIssuedBy(authority);
    assertThat(probe("127.0.0.1", withAddress, authorityFile)).isEqualTo(HEALTHY);
    assertThat(probe("127.0.0.1", named("127.0.0.1.example"), authorityFile))
        .isEqualTo(BAD_CERTIFICATE);
  }

  @Test
  void anExpiredCertificateIsRefused() throws Exception {
    X509Bundle expired =
        new CertificateBuilder()
            .subject("CN=old")
            .addSanDnsName("green.example.com")
            .notBefore(Instant.now().minus(Duration.ofDays(30)))
            .notAfter(Instant.now().minus(Duration.ofDays(1)))
            .buildIssuedBy(authority);
    assertThat(probe("green.example.com", expired, authorityFile)).isEqualTo(BAD_CERTIFICATE);
  }

  @Test
  void aCertificateThatNobodyKnownHasSignedIsRefused() throws Exception {
    X509Bundle selfSigned =
        new CertificateBuilder()
            .subject("CN=green.example.com")
            .addSanDnsName("green.example.com")
            .setIsCertificateAuthority(true)
            .buildSelfSigned();
    assertThat(probe("green.example.com", selfSigned, authorityFile)).isEqualTo(BAD_CERTIFICATE);
    assertThat(probe("green.example.com", selfSigned, null)).isEqualTo(BAD_CERTIFICATE);
  }

  @Test
  void theConfiguredAuthoritiesReplaceThePlatforms() throws Exception {
    assertThat(probe("green.example.com", named("green.example.com"), null))
        .isEqualTo(BAD_CERTIFICATE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
  void theTwoSafeVersionsOfTheProtocolAreSpoken(String version) throws Exception {
    SslContext only = server(named("green.example.com")).protocols(version).build();
    assertThat(probe("green.example.com", only, authorityFile)).isEqualTo(HEALTHY);
  }

  @Test
  void olderVersionsOfTheProtocolAreNotOffered() {
    assertThat(engine("green.example.com").getEnabledProtocols())
        .containsExactlyInAnyOrder("TLSv1.3", "TLSv1.2");
  }

  @Test
  void theNameIsSentInTheHandshakeEvenWithoutADot() {
    assertThat(engine("foresy-green").getSSLParameters().getServerNames())
        .containsExactly(new SNIHostName("foresy-green"));
    assertThat(engine("127.0.0.1").getSSLParameters().getServerNames()).isNullOrEmpty();
    assertThat(engine("::1").getSSLParameters().getServerNames()).isNullOrEmpty();
  }

  @Test
  void aServerThatSpeaksPlainTextIsATlsError() throws Exception {
    UpstreamAddress address = new UpstreamAddress(true, "green.example.com", 443);
    try (AnsweringServer server = AnsweringServer.greeting(group, OK)) {
      assertThat(probe(address, server.port(), authorityFile, 5_000))
          .isEqualTo(new ProbeResult(false, "tls_error"));
    }
  }

  @Test
  void aHandshakeThatNeverEndsTimesOut() throws Exception {
    UpstreamAddress address = new UpstreamAddress(true, "green.example.com", 443);
    try (AnsweringServer server = AnsweringServer.plain(group, null)) {
      assertThat(probe(address, server.port(), authorityFile, 50))
          .isEqualTo(new ProbeResult(false, "connection_timeout"));
    }
  }

  @Test
  void aFileWithoutAuthoritiesIsToldClearly() throws Exception {
    Path empty = Files.writeString(directory.resolve("empty.pem"), "nothing here");
    assertThatThrownBy(() -> UpstreamTls.of(settings(443, empty, 3_000)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("empty.pem must be readable and hold certificates in PEM form");
    assertThatThrownBy(() -> UpstreamTls.of(settings(443, directory.resolve("none"), 3_000)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("none must be readable");
  }

  @Test
  void aPlainStackHasNoTls() {
    assertThat(UpstreamTls.of(StackSettings.of(UpstreamAddress.parse("foresy-blue:3000"))))
        .isNull();
  }

  private static SSLEngine engine(String host) {
    UpstreamTls tls = UpstreamTls.of(StackSettings.of(new UpstreamAddress(true, host, 443)));
    return Objects.requireNonNull(tls).newHandler(ByteBufAllocator.DEFAULT).engine();
  }

  private static X509Bundle named(String name) throws Exception {
    return new CertificateBuilder()
        .subject("CN=server")
        .addSanDnsName(name)
        .buildIssuedBy(authority);
  }

  private static SslContextBuilder server(X509Bundle certificate) throws Exception {
    return SslContextBuilder.forServer(
            certificate.getKeyPair().getPrivate(), certificate.getCertificatePath())
        .sslProvider(SslProvider.JDK);
  }

  private ProbeResult probe(String host, X509Bundle certificate, @Nullable Path ca)
      throws Exception {
    return probe(host, server(certificate).build(), ca);
  }

  private ProbeResult probe(String host, SslContext certificate, @Nullable Path ca)
      throws Exception {
    try (AnsweringServer server = AnsweringServer.encrypted(group, certificate, OK)) {
      return probe(new UpstreamAddress(true, host, 443), server.port(), ca, 5_000);
    }
  }

  private ProbeResult probe(
      UpstreamAddress address, int port, @Nullable Path ca, long handshakeMillis) throws Exception {
    EventLoop loop = group.next();
    UpstreamTls tls = UpstreamTls.of(settings(address, ca, handshakeMillis));
    HealthSettings health = new HealthSettings("/up", null, 2_000, 30_000, 3, 2);
    CompletableFuture<ProbeResult> result = new CompletableFuture<>();
    Probe probe =
        new Probe(
            new ProbePlan(
                Transport.NIO, address, health, tls, new BuildWatch(Stack.GREEN, null, () -> 0)),
            result::complete);
    loop.execute(
        () -> probe.begin(loop, new InetSocketAddress(InetAddress.getLoopbackAddress(), port)));
    return result.get(30, TimeUnit.SECONDS);
  }

  private static StackSettings settings(int port, @Nullable Path ca, long connectMillis) {
    return settings(new UpstreamAddress(true, "green.example.com", port), ca, connectMillis);
  }

  private static StackSettings settings(
      UpstreamAddress address, @Nullable Path ca, long connectMillis) {
    return new StackSettings(
        address, "", null, false, ca, HealthSettings.DEFAULTS, connectMillis, 1, 1, 0, 1, 0, 0, 1);
  }
}
