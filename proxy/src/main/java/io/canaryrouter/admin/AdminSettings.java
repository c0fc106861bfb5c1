package io.canaryrouter.admin;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The admin port.
 *
 * @param host address to bind; without a token a loopback one
 * @param port port to bind; 0 picks a free one
 * @param tokens one of them must be known to a caller; without any only this machine can call
 * @param publicHost the host name, in lower case, by which the traffic port leads here, or null
 * @param openMetrics whether the metrics are shown without a token
 */
public record AdminSettings(
    String host,
    int port,
    List<AdminToken> tokens,
    @Nullable String publicHost,
    boolean openMetrics) {

  public AdminSettings {
    tokens = List.copyOf(tokens);
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("admin.port lies between 0 and 65535, not " + port);
    }
    requireDifferent(tokens);
    if (tokens.isEmpty() && !isLoopback(host)) {
      throw new IllegalArgumentException(
          "admin.host "
              + host
              + " is open to the network and admin.token is not set; set CANARY_ADMIN_TOKEN, or bind"
              + " admin.host to 127.0.0.1");
    }
    if (publicHost != null) {
      requireStrong(publicHost, tokens);
    }
  }

  private static void requireDifferent(List<AdminToken> tokens) {
    Set<String> names = new HashSet<>();
    Set<String> secrets = new HashSet<>();
    for (AdminToken token : tokens) {
      if (!names.add(token.name())) {
        throw new IllegalArgumentException(
            "two tokens are named " + token.name() + ": the audit log could not tell whose it was");
      }
      if (!secrets.add(token.secret())) {
        throw new IllegalArgumentException(
            "the token of "
                + token.name()
                + " is another one's as well: everybody needs their own");
      }
    }
  }

  private static void requireStrong(String publicHost, List<AdminToken> tokens) {
    if (tokens.isEmpty() || tokens.stream().anyMatch(AdminToken::isShort)) {
      throw new IllegalArgumentException(
          "admin.public-host "
              + publicHost
              + " opens the admin port to the internet and needs a token, each of at least "
              + AdminToken.SHORTEST
              + " characters: openssl rand -hex 32");
    }
  }

  /** Whether only this machine can reach the address; names other than localhost never count. */
  public static boolean isLoopback(String host) {
    return host.equals("localhost")
        || host.equals("::1")
        || host.equals("[::1]")
        || host.matches("127\\.[0-9]{1,3}\\.[0-9]{1,3}\\.[0-9]{1,3}");
  }
}
