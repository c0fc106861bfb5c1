package io.canaryrouter.http;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.netty.util.NetUtil;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.net.ssl.SNIHostName;
import org.jspecify.annotations.Nullable;

/**
 * TLS to one stack: versions 1.2 and 1.3, the certificate checked against the platform's
 * authorities or the configured ones, and against the stack's host name or address (RFC 9110
 * section 4.3.4).
 *
 * <p>Thread safety: immutable; shared by all event loops, so that they share resumable sessions.
 */
final class UpstreamTls {
  private final SslContext context;
  private final UpstreamAddress address;
  private final long handshakeMillis;

  private UpstreamTls(SslContext context, UpstreamAddress address, long handshakeMillis) {
    this.context = context;
    this.address = address;
    this.handshakeMillis = handshakeMillis;
  }

  /**
   * The TLS of a stack, null for plain http. Reads the file of authorities.
   *
   * @throws IllegalArgumentException with a sentence for the user
   */
  static @Nullable UpstreamTls of(StackSettings settings) {
    UpstreamAddress address = settings.address();
    if (!address.tls()) {
      return null;
    }
    SslContextBuilder builder =
        SslContextBuilder.forClient()
            .sslProvider(SslProvider.JDK)
            .protocols("TLSv1.3", "TLSv1.2")
            .endpointIdentificationAlgorithm("HTTPS");
    if (!isLiteral(address.host())) {
      // Said explicitly: the JDK leaves the name out when it has no dot, as private services' have.
      builder.serverName(new SNIHostName(address.host()));
    }
    Path ca = settings.ca();
    try {
      SslContext context = ca == null ? builder.build() : trusting(builder, ca);
      return new UpstreamTls(context, address, settings.connectMillis());
    } catch (IOException e) {
      throw new IllegalArgumentException("TLS to " + address + " cannot be set up: " + e, e);
    }
  }

  private static SslContext trusting(SslContextBuilder builder, Path ca) {
    try (InputStream pem = Files.newInputStream(ca)) {
      return builder.trustManager(pem).build();
    } catch (IOException | IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "the file of authorities "
              + ca
              + " must be readable and hold certificates in PEM form: "
              + e.getMessage(),
          e);
    }
  }

  private static boolean isLiteral(String host) {
    return NetUtil.createByteArrayFromIpAddressString(host) != null;
  }

  /** The first handler of a new connection; its handshake ends within the connect timeout. */
  SslHandler newHandler(ByteBufAllocator allocator) {
    SslHandler handler = context.newHandler(allocator, address.host(), address.port());
    handler.setHandshakeTimeoutMillis(handshakeMillis);
    return handler;
  }
}
