package io.canaryrouter.admin;

import org.jspecify.annotations.Nullable;

/**
 * The admin port.
 *
 * @param host address to bind; without a token a loopback one
 * @param port port to bind; 0 picks a free one
 * @param token what a caller must know, or null (also when blank): then only this machine can call
 */
public record AdminSettings(String host, int port, @Nullable String token) {

  public AdminSettings {
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("admin.port lies between 0 and 65535, not " + port);
    }
    // An unset environment variable arrives as empty text and must not become a password.
    token = token != null && token.isBlank() ? null : token;
    if (token == null && !isLoopback(host)) {
      throw new IllegalArgumentException(
          "admin.host "
              + host
              + " is open to the network and admin.token is not set; set CANARY_ADMIN_TOKEN, or bind"
              + " admin.host to 127.0.0.1");
    }
  }

  /** Whether only this machine can reach the address; names other than localhost never count. */
  public static boolean isLoopback(String host) {
    return host.equals("localhost")
        || host.equals("::1")
        || host.equals("[::1]")
        || host.matches("127\\.[0-9]{1,3}\\.[0-9]{1,3}\\.[0-9]{1,3}");
  }

  /** Hides the token. */
  @Override
  public String toString() {
    return "AdminSettings[" + host + ":" + port + (token == null ? "" : ", token set") + "]";
  }
}
