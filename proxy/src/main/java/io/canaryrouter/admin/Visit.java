package io.canaryrouter.admin;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a request to the admin port shows at the door.
 *
 * @param method of the request
 * @param path of its target
 * @param fields of its head
 * @param address whose wrong tokens and changes are counted together
 * @param isPublic whether it came by {@code admin.public-host}, through the traffic port
 */
record Visit(String method, String path, Headers fields, String address, boolean isPublic) {
  /** Set by the traffic port, which lets no client's own field of this name through. */
  private static final String PUBLIC_MARK = "X-Canary-Public";

  static Visit of(HttpExchange exchange) {
    Headers fields = exchange.getRequestHeaders();
    String path = exchange.getRequestURI().getPath();
    InetAddress peer = exchange.getRemoteAddress().getAddress();
    boolean isPublic = "1".equals(fields.getFirst(PUBLIC_MARK)) && isHere(peer, exchange);
    String client = isPublic ? last(fields, "X-Forwarded-For") : "";
    return new Visit(
        exchange.getRequestMethod(),
        path == null ? "" : path,
        fields,
        client.isEmpty() ? peer.getHostAddress() : client,
        isPublic);
  }

  /** Whether the peer is this machine, as the traffic port is: others cannot set the mark. */
  private static boolean isHere(InetAddress peer, HttpExchange exchange) {
    return peer.isLoopbackAddress() || peer.equals(exchange.getLocalAddress().getAddress());
  }

  @Nullable String field(String name) {
    return fields.getFirst(name);
  }

  /** Whether the client speaks https with whoever stands in front. */
  boolean isHttps() {
    return isPublic && last(fields, "X-Forwarded-Proto").equalsIgnoreCase("https");
  }

  /** Whether it only asks (RFC 9110 section 9.2.1). */
  boolean isSafe() {
    return method.equals("GET") || method.equals("HEAD");
  }

  /** The name in Host, without its port. */
  String hostName() {
    String host = field("Host");
    return host == null ? "" : host.replaceAll(":[0-9]*$", "").toLowerCase(Locale.ROOT);
  }

  /** The value of a cookie, or null. */
  @Nullable String cookie(String name) {
    for (String line : fields.getOrDefault("Cookie", List.of())) {
      for (String pair : line.split(";", -1)) {
        String[] parts = pair.trim().split("=", 2);
        if (parts.length == 2 && parts[0].equals(name)) {
          return parts[1];
        }
      }
    }
    return null;
  }

  /** The last entry of a list field: the one that the router's own traffic port has written. */
  private static String last(Headers fields, String name) {
    String list = String.join(",", fields.getOrDefault(name, List.of()));
    return list.substring(list.lastIndexOf(',') + 1).trim();
  }
}
