package io.canaryrouter.cli;

import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of every verb that talks to a running router. */
final class AdminOptions {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  @Option(
      names = "--admin",
      paramLabel = "URL",
      description =
          "The router's admin server (default: CANARY_ADMIN_URL, else http://127.0.0.1:9090).")
  private @Nullable String url;

  @Option(
      names = "--token",
      paramLabel = "TOKEN",
      description =
          "Its token. Everybody on this machine sees a command line: prefer CANARY_ADMIN_TOKEN.")
  private @Nullable String token;

  AdminClient connect(Shell shell) {
    String address =
        url == null ? shell.variable("CANARY_ADMIN_URL", "http://127.0.0.1:9090") : url;
    String secret = token == null ? shell.variable("CANARY_ADMIN_TOKEN", "") : token;
    if (!secret.matches("[!-~]*")) {
      throw new CommandFailure(
          ExitCode.USAGE, "a token has only visible ASCII characters and no space");
    }
    return new AdminClient(server(address), secret, PATIENCE);
  }

  /** The command that ends a failover of this router, as it can be typed here. */
  String wayBack(Shell shell) {
    String here = url == null ? "" : " --admin " + url;
    return shell.command()
        + " failback --green 1%"
        + here
        + " (in the first ten minutes with --force)";
  }

  private static URI server(String address) {
    try {
      URI uri = URI.create(address);
      boolean isWeb = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
      if (isWeb && uri.getHost() != null && isBare(uri)) {
        return uri.resolve("/");
      }
    } catch (IllegalArgumentException e) {
      // The sentence below says how an address is written.
    }
    throw new CommandFailure(
        ExitCode.USAGE, "an admin server's address is written http://HOST:PORT, without a path");
  }

  private static boolean isBare(URI uri) {
    return uri.getUserInfo() == null
        && uri.getRawPath().matches("/?")
        && uri.getRawQuery() == null
        && uri.getRawFragment() == null;
  }
}
