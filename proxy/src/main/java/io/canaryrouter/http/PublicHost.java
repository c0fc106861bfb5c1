package io.canaryrouter.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import org.jspecify.annotations.Nullable;

/**
 * The host name under which operators reach the admin server through the traffic port. Requests for
 * it reach no stack, and requests for any other host never reach the admin server.
 *
 * <p>Thread safety: shared by all event loops.
 */
final class PublicHost {
  private final String name;
  private final AdminUpstream admin = new AdminUpstream();
  private final RateLimit rateLimit = new RateLimit();

  /** A host by its name, without a port. */
  PublicHost(String name) {
    this.name = name;
  }

  AdminUpstream admin() {
    return admin;
  }

  /**
   * Whether a request is for this host, whatever the port. The authority of an absolute target
   * stands above Host (RFC 9112 section 3.2.2).
   */
  boolean isAskedBy(HttpRequest request) {
    String authority = Target.authority(request.uri());
    String host = authority == null ? request.headers().get(HttpHeaderNames.HOST) : authority;
    return host != null
        && host.regionMatches(true, 0, name, 0, name.length())
        && (host.length() == name.length() || host.charAt(name.length()) == ':');
  }

  /** Why a request for this host goes no further, or null. */
  @Nullable Failure refusal(ClientOrigin origin, long nowNanos) {
    if (!origin.trusted() || !origin.scheme().equals("https")) {
      return Failure.HTTPS_REQUIRED;
    }
    return rateLimit.tryPass(origin.address(), nowNanos) ? null : Failure.TOO_MANY_REQUESTS;
  }
}
