package io.canaryrouter;

import io.canaryrouter.config.LoadedConfig;
import io.canaryrouter.config.RouterConfig;
import io.canaryrouter.rollout.Cause;
import io.canaryrouter.rollout.Refused;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A router as a process: serves until a signal ends it. */
public final class RouterProcess {
  private static final Logger LOG = LoggerFactory.getLogger(RouterProcess.class);

  private RouterProcess() {}

  /**
   * Serves until SIGTERM or SIGINT, and reads the configuration again at SIGHUP.
   *
   * @return the exit code: 0 after an orderly departure, 1 when it could not start
   */
  public static int run(RouterConfig config, Supplier<LoadedConfig> source) {
    CountDownLatch ended = new CountDownLatch(1);
    Router router;
    try {
      router = Router.start(config, source, new FileOutputStream(FileDescriptor.out));
    } catch (IOException | IllegalStateException | IllegalArgumentException e) {
      LOG.error("the router could not start: {}", e.getMessage());
      return 1;
    }
    for (String signal : new String[] {"TERM", "INT"}) {
      Signals.on(
          signal,
          () -> {
            try {
              router.depart();
            } finally {
              ended.countDown();
            }
          });
    }
    Signals.on("HUP", () -> reload(router));
    try {
      ended.await();
    } catch (InterruptedException e) {
      router.close();
      Thread.currentThread().interrupt();
    }
    return 0;
  }

  private static void reload(Router router) {
    try {
      router.reload(Cause.of("SIGHUP", "the configuration is read again"));
      LOG.info("the configuration has been read again");
    } catch (Refused | IllegalArgumentException e) {
      LOG.error("the configuration was not taken, the old one stays: {}", e.getMessage());
    }
  }
}
