package io.canaryrouter.cli;

import io.canaryrouter.config.ConfigSource;
import io.canaryrouter.http.ListenSettings;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * {@code canary health}: whether the router on this machine is ready. An image's health check runs
 * it every few seconds, so it must start fast: no HTTP client that needs threads, and no
 * configuration but where a file says which port to ask.
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
      description = "The traffic port (default: the configuration's, else PORT, else 8080).")
  private @Nullable String port;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "The configuration that the router runs with (default: CANARY_CONFIG).")
  private @Nullable Path file;

  HealthCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    try {
      String authority = authority();
      int status = ask(authority);
      return status == 200 ? ExitCode.DONE : unready(authority + " answers " + status);
    } catch (CommandFailure e) {
      return unready(String.valueOf(e.getMessage()));
    }
  }

  private int unready(String sentence) {
    shell.err().println("not ready: " + sentence);
    return ExitCode.REFUSED;
  }

  private String authority() {
    ConfigSource source = Loading.source(file, shell);
    boolean isToldByFile = port == null && source.file() != null;
    // A file that a reload has refused stops no router that serves by the one before.
    ListenSettings listen = isToldByFile ? source.get().listen() : null;
    if (listen == null) {
      return "127.0.0.1:" + number(port == null ? shell.variable("PORT", "8080") : port);
    }
    return local(listen.host()) + ":" + number(String.valueOf(listen.port()));
  }

  private static int number(String text) {
    if (text.matches("[0-9]{1,5}") && Integer.parseInt(text) <= 65_535) {
      return Integer.parseInt(text);
    }
    throw refusal("a port is a whole number between 0 and 65535");
  }

  /** Who listens everywhere listens here. */
  private static String local(String host) {
    String bare = host.replaceAll("[\\[\\]]", "");
    if (bare.equals("0.0.0.0") || bare.equals("::")) {
      return "127.0.0.1";
    }
    return bare.contains(":") ? "[" + bare + "]" : bare;
  }

  private static int ask(String authority) {
    try {
      HttpURLConnection connection =
          (HttpURLConnection)
              URI.create("http://" + authority + "/-/ready").toURL().openConnection();
      connection.setConnectTimeout(PATIENCE_MILLIS);
      connection.setReadTimeout(PATIENCE_MILLIS);
      connection.setInstanceFollowRedirects(false);
      try {
        return connection.getResponseCode();
      } finally {
        connection.disconnect();
      }
    } catch (IOException e) {
      throw refusal(authority + " does not answer");
    }
  }

  private static CommandFailure refusal(String sentence) {
    return new CommandFailure(ExitCode.REFUSED, sentence);
  }
}
