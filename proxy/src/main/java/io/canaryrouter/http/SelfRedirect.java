package io.canaryrouter.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tells a redirect to the very address that was asked for: the browser asks the same again, and
 * unless something has changed by then, for ever.
 *
 * <p>The addresses are compared as RFC 3986 resolves them, but without decoding anything: scheme,
 * host and port as the client knows them, path and query; a fragment never reaches a server. Only
 * of GET and HEAD: a form that leads back to its own page is no loop. Neither is a {@code Location}
 * that cannot be read, or that comes twice.
 *
 * <p>One that sets a cookie may be a check whether cookies are kept, and succeed at the second
 * time. It is told all the same: whoever judges compares the stacks, and both do it.
 *
 * <p>Cost: of any other response a look at its status; else linear in the two addresses, whose
 * length the codecs limit.
 */
final class SelfRedirect {
  private SelfRedirect() {}

  /**
   * Whether the response redirects to what was asked for.
   *
   * @param request as it was prepared for a stack: its forwarded host is the client's
   */
  static boolean isOne(HttpRequest request, ClientOrigin origin, HttpResponse response) {
    if (!isRedirect(response.status().code()) || !isRead(request.method())) {
      return false;
    }
    List<String> locations = response.headers().getAll(HttpHeaderNames.LOCATION);
    return locations.size() == 1 && leadsBack(locations.get(0), request, origin.scheme());
  }

  private static boolean isRedirect(int status) {
    return switch (status) {
      case 301, 302, 303, 307, 308 -> true;
      default -> false;
    };
  }

  private static boolean isRead(HttpMethod method) {
    return HttpMethod.GET.equals(method) || HttpMethod.HEAD.equals(method);
  }

  private static boolean leadsBack(String location, HttpRequest request, String scheme) {
    UriReference reference = UriReference.parse(location);
    if (reference.scheme() != null && reference.authority() == null) {
      // No address of the web (mailto:), or one that browsers and RFC 3986 read differently.
      return false;
    }
    return (reference.scheme() == null || reference.scheme().equalsIgnoreCase(scheme))
        && (reference.authority() == null || isAskedFor(reference.authority(), request, scheme))
        && reference.isSameResource(Target.inOriginForm(request.uri()));
  }

  private static boolean isAskedFor(String authority, HttpRequest request, String scheme) {
    String host = request.headers().get(FieldName.X_FORWARDED_HOST);
    int defaultPort = scheme.equals("https") ? 443 : 80;
    Authority named = host == null ? null : authority(host, defaultPort);
    return named != null && named.equals(authority(authority, defaultPort));
  }

  private static @Nullable Authority authority(String text, int defaultPort) {
    byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    return Authority.parse(bytes, 0, bytes.length, defaultPort);
  }
}
