package io.canaryrouter.http;

import java.net.URI;
import java.net.URISyntaxException;

/**
 * Where a stack listens.
 *
 * @param tls whether the connection is encrypted
 * @param host a name or an address literal, without brackets
 * @param port 1 to 65,535
 */
public record UpstreamAddress(boolean tls, String host, int port) {

  /**
   * Reads {@code host:port} as a platform gives it, or a URL with scheme http or https and no path.
   *
   * @throws IllegalArgumentException with a sentence for the user
   */
  public static UpstreamAddress parse(String text) {
    boolean hasScheme = text.contains("://");
    try {
      URI uri = new URI(hasScheme ? text : "http://" + text);
      boolean tls = "https".equals(uri.getScheme());
      boolean bare =
          (uri.getPath() == null || uri.getPath().isEmpty() || "/".equals(uri.getPath()))
              && uri.getQuery() == null
              && uri.getFragment() == null
              && uri.getUserInfo() == null;
      int port = uri.getPort() < 0 && hasScheme ? (tls ? 443 : 80) : uri.getPort();
      if ((tls || "http".equals(uri.getScheme()))
          && uri.getHost() != null
          && bare
          && port > 0
          && port < 65_536) {
        return new UpstreamAddress(tls, uri.getHost().replaceAll("[\\[\\]]", ""), port);
      }
    } catch (URISyntaxException e) {
      // Falls through to the one sentence that says how an address is written.
    }
    throw new IllegalArgumentException(
        "a stack's address is written host:port, http://host:port or https://host, without a path,"
            + " not \""
            + text
            + "\"");
  }

  /** The Host field that names this address. */
  public String authority() {
    String name = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
    return port == (tls ? 443 : 80) ? name : name + ":" + port;
  }

  /** As a URL. */
  @Override
  public String toString() {
    return (tls ? "https://" : "http://") + authority();
  }
}
