package io.canaryrouter;

import io.canaryrouter.config.LoadedConfig;
import io.canaryrouter.config.RouterConfig;
import io.canaryrouter.rollout.Cause;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A router as a process: serves until a signal ends it. */
public final class RouterProcess {
  private static final Logger LOG = LoggerFactory.getLogger(RouterProcess.class);

  private static final int FAILED = 1;

  private RouterProcess() {}

  /**
   * Serves until SIGTERM or SIGINT, and reads the configuration again at SIGHUP.
   *
   * @return the exit code: 0 after an orderly departure, 1 when it could not start or leave
   */
  public static int run(RouterConfig config, Supplier<LoadedConfig> source) {
    // Caught before the router says that it serves, since whoever reads that may send one at once.
    CompletableFuture<Router> started = new CompletableFuture<>();
    CompletableFuture<Integer> exit = new CompletableFuture<>();
    AtomicBoolean leaves = new AtomicBoolean();
    for (String signal : new String[] {"TERM", "INT"}) {
      Signals.on(
          signal,
          () -> {
            if (leaves.compareAndSet(false, true)) {
              exit.complete(depart(started.join()));
            }
          });
    }
    Signals.on("HUP", () -> reload(started.join()));
    try {
      started.complete(Router.start(config, source, new FileOutputStream(FileDescriptor.out)));
    } catch (IOException | IllegalStateException | IllegalArgumentException e) {
      LOG.error("the router could not start: {}", e.getMessage());
      started.completeExceptionally(e);
      return FAILED;
    }
    return exit.join();
  }

  private static int depart(Router router) {
    try {
      router.depart();
      return 0;
    } catch (Throwable e) {
      // Whatever it is, the process must end and tell that it did not end well.
      LOG.error("the router could not leave in order", e);
      return FAILED;
    }
  }

  private static void reload(Router router) {
    try {
      router.reload(Cause.of("SIGHUP", "the configuration is read again"));
      LOG.info("the configuration has been read again");
    } catch (RuntimeException e) {
      LOG.error("the configuration was not taken, the old one stays: {}", e.getMessage());
    }
  }
}
