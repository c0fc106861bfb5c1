package io.canaryrouter.testing;

import io.canaryrouter.Router;
import io.canaryrouter.config.ConfigSource;
import io.canaryrouter.config.LoadedConfig;
import io.canaryrouter.config.RouterConfig;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** The whole router in the test's own process, started from a configuration file. */
public final class RunningRouter implements AutoCloseable {
  private final ByteArrayOutputStream accessLog = new ByteArrayOutputStream();
  private final Router router;
  private final Operator operator;

  private RunningRouter(Setup setup) {
    ConfigSource source = new ConfigSource(setup.file(), Map.of());
    try {
      router = Router.start(good(source.get()), source, accessLog);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    operator = Operator.at(router.adminPort());
  }

  /** A router that has just begun to serve. */
  public static RunningRouter start(Setup setup) {
    return new RunningRouter(setup);
  }

  /** A router that has found both stacks healthy. */
  public static RunningRouter ready(Setup setup) {
    RunningRouter running = new RunningRouter(setup);
    running.operator.awaitBothUp();
    return running;
  }

  /** Where clients call. */
  public int port() {
    return router.address().getPort();
  }

  /** Where clients call, as {@code http://127.0.0.1:port}. */
  public String url() {
    return "http://127.0.0.1:" + port();
  }

  /** Who works its admin port. */
  public Operator operator() {
    return operator;
  }

  /** A client's connection. */
  public RawClient client() {
    return RawClient.connect(port());
  }

  /** The access log so far. */
  public String accessLog() {
    return accessLog.toString(StandardCharsets.UTF_8);
  }

  /** Leaves in order; the access log is complete then. */
  public void depart() {
    router.depart();
  }

  @Override
  public void close() {
    router.close();
  }

  private static RouterConfig good(LoadedConfig loaded) {
    RouterConfig config = loaded.config();
    if (config == null) {
      throw new AssertionError(String.join("\n", loaded.describe()));
    }
    return config;
  }
}
