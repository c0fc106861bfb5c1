package io.canaryrouter.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import io.canaryrouter.Router;
import io.canaryrouter.config.ConfigLoader;
import io.canaryrouter.config.LoadedConfig;
import io.canaryrouter.config.RouterConfig;
import io.canaryrouter.demo.RouterLauncher;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts the demo's router in this process, from a configuration as any user would write it. */
final class DemoRouter implements RouterLauncher {

  @Override
  public Running start(String yaml) throws IOException {
    quieten();
    LoadedConfig loaded = new ConfigLoader(Map.of()).load("the demo's configuration", yaml);
    RouterConfig config = loaded.config();
    if (config == null) {
      throw new IllegalStateException(String.join("\n", loaded.describe()));
    }
    return new InProcess(Router.start(config, () -> loaded, OutputStream.nullOutputStream()));
  }

  /** The router's log would stand between the demo's lines. */
  private static void quieten() {
    if (LoggerFactory.getILoggerFactory() instanceof LoggerContext logback) {
      logback.getLogger(Logger.ROOT_LOGGER_NAME).setLevel(Level.ERROR);
    }
  }

  private record InProcess(Router router) implements Running {
    @Override
    public URI traffic() {
      return URI.create("http://127.0.0.1:" + router.address().getPort());
    }

    @Override
    public URI admin() {
      return URI.create("http://127.0.0.1:" + router.adminPort());
    }

    @Override
    public void close() {
      router.close();
    }
  }
}
