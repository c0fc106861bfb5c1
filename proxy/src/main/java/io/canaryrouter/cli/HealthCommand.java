package io.canaryrouter.cli;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * {@code canary health}: whether the router on this machine is ready. An image's health check runs
 * it every few seconds, so it must start fast: no HTTP client that needs threads, no configuration.
 */
@Command(
    name = "health",
    mixinStandardHelpOptions = true,
    description = "Ends with 0 when the router on this machine is ready, with 1 when it is not.")
final class HealthCommand implements Callable<Integer> {
  private static final int PATIENCE_MILLIS = 2_000;

  private final Shell shell;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "The traffic port (default: PORT, else 8080).")
  private @Nullable String port;

  HealthCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    String at = port == null ? shell.variable("PORT", "8080") : port;
    if (!at.matches("[0-9]{1,5}") || Integer.parseInt(at) > 65_535) {
      shell.err().println("not ready: a port is a whole number between 0 and 65535");
      return ExitCode.REFUSED;
    }
    try {
      int status = ask(URI.create("http://127.0.0.1:" + at + "/-/ready"));
      if (status == 200) {
        return ExitCode.DONE;
      }
      shell.err().println("not ready: port " + at + " answers " + status);
    } catch (IOException e) {
      shell.err().println("not ready: port " + at + " does not answer");
    }
    return ExitCode.REFUSED;
  }

  private static int ask(URI uri) throws IOException {
    HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
    connection.setConnectTimeout(PATIENCE_MILLIS);
    connection.setReadTimeout(PATIENCE_MILLIS);
    connection.setInstanceFollowRedirects(false);
    try {
      return connection.getResponseCode();
    } finally {
      connection.disconnect();
    }
  }
}
