package io.canaryrouter.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.netty.channel.ChannelException;
import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.NotSslRecordException;
import io.netty.handler.ssl.SslHandshakeTimeoutException;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateExpiredException;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.Stream;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ConnectFailuresTest {
  @ParameterizedTest
  @MethodSource("causes")
  void aCauseIsOneFailure(Throwable cause, Failure failure) {
    assertThat(ConnectFailures.of(cause)).isEqualTo(failure);
  }

  static Stream<Arguments> causes() {
    return Stream.of(
        arguments(new UnknownHostException("green"), Failure.DNS_ERROR),
        arguments(new ConnectException("Connection refused"), Failure.CONNECTION_REFUSED),
        arguments(new ConnectException("Connection timed out"), Failure.CONNECTION_TIMEOUT),
        arguments(new ConnectTimeoutException("after 3000 ms"), Failure.CONNECTION_TIMEOUT),
        arguments(new SslHandshakeTimeoutException("3000 ms"), Failure.CONNECTION_TIMEOUT),
        arguments(new NoRouteToHostException("No route to host"), Failure.CONNECTION_REFUSED),
        arguments(new NotSslRecordException("HTTP/1.1"), Failure.TLS_ERROR),
        arguments(new SSLHandshakeException("protocol_version"), Failure.TLS_ERROR),
        arguments(becauseOf(new CertificateExpiredException()), Failure.TLS_CERTIFICATE_ERROR),
        arguments(becauseOf(new CertPathValidatorException()), Failure.TLS_CERTIFICATE_ERROR),
        arguments(
            new DecoderException(becauseOf(new CertificateExpiredException())),
            Failure.TLS_CERTIFICATE_ERROR),
        arguments(new IOException("Connection reset by peer"), Failure.CONNECTION_TERMINATED),
        arguments(new ClosedChannelException(), Failure.CONNECTION_TERMINATED));
  }

  @ParameterizedTest
  @MethodSource("shortages")
  void whatTheRouterItselfLacksIsNotTheStacksFault(Throwable cause) {
    assertThat(ConnectFailures.of(cause)).isEqualTo(Failure.INTERNAL_ERROR);
  }

  static Stream<Throwable> shortages() {
    return Stream.of(
        new BindException("Address already in use"),
        new ConnectException("connect(..) failed: Cannot assign requested address"),
        new ChannelException("Too many open files"),
        new RejectedExecutionException("event executor terminated"));
  }

  private static SSLHandshakeException becauseOf(Exception cause) {
    SSLHandshakeException handshake = new SSLHandshakeException("handshake failed");
    handshake.initCause(cause);
    return handshake;
  }
}
