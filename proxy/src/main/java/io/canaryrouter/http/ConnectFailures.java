package io.canaryrouter.http;

import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.ssl.SslHandshakeTimeoutException;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Why a connection to a stack could not be made, as a {@link Failure}. */
final class ConnectFailures {
  private ConnectFailures() {}

  /**
   * The failure that an exception of a connect, a TLS handshake or a name lookup stands for. What
   * the router lacks itself (ports, descriptors, a running event loop) is never the stack's fault.
   */
  static Failure of(Throwable cause) {
    if (cause instanceof UnknownHostException) {
      return Failure.DNS_ERROR;
    }
    if (cause instanceof ConnectTimeoutException || cause instanceof SslHandshakeTimeoutException) {
      return Failure.CONNECTION_TIMEOUT;
    }
    if (cause instanceof BindException || says(cause, "Cannot assign requested address")) {
      return Failure.INTERNAL_ERROR;
    }
    if (cause instanceof ConnectException) {
      return says(cause, "timed out") ? Failure.CONNECTION_TIMEOUT : Failure.CONNECTION_REFUSED;
    }
    if (cause instanceof NoRouteToHostException) {
      return Failure.CONNECTION_REFUSED;
    }
    SSLException tls = tlsCause(cause);
    if (tls != null) {
      return isAboutCertificate(tls) ? Failure.TLS_CERTIFICATE_ERROR : Failure.TLS_ERROR;
    }
    boolean fromPeer = cause instanceof IOException;
    return fromPeer ? Failure.CONNECTION_TERMINATED : Failure.INTERNAL_ERROR;
  }

  private static boolean says(Throwable cause, String words) {
    String message = cause.getMessage();
    return message != null && message.contains(words);
  }

  /** The TLS exception in a chain of causes: codecs wrap it in a decoder's. */
  private static @Nullable SSLException tlsCause(Throwable cause) {
    for (Throwable each = cause; each != null; each = each.getCause()) {
      if (each instanceof SSLException tls) {
        return tls;
      }
    }
    return null;
  }

  private static boolean isAboutCertificate(Throwable cause) {
    for (Throwable each = cause; each != null; each = each.getCause()) {
      if (each instanceof CertificateException || each instanceof CertPathValidatorException) {
        return true;
      }
    }
    return false;
  }
}
