package io.canaryrouter;

import io.canaryrouter.config.RouterConfig;
import io.canaryrouter.measure.MinuteRecord;
import io.canaryrouter.rollout.Inbox;
import io.canaryrouter.rollout.Keeper;
import io.canaryrouter.rollout.StateText;
import io.canaryrouter.store.Store;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What outlives the process: the store, and the one thread on which it is called.
 *
 * @param keeper reads and writes the state
 * @param store where
 * @param thread on which
 */
record Memory(Keeper keeper, Store store, ExecutorService thread) implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Memory.class);

  /** A store answers or fails within this; what it has been given by now is written. */
  private static final long LAST_WRITE_SECONDS = 5;

  /** Opens the configured store; nothing is read yet. */
  static Memory open(RouterConfig config, Inbox inbox) {
    String boot = Long.toHexString(ThreadLocalRandom.current().nextLong());
    Store store = config.state().open(config.name(), boot);
    ExecutorService thread = Executors.newSingleThreadExecutor(Memory::newThread);
    StateText text = new StateText(config.name());
    boolean isLasting = config.state().isLasting();
    return new Memory(new Keeper(store, isLasting, text, thread, inbox), store, thread);
  }

  /** Keeps what was measured in a minute, to be replayed some day. */
  void keep(List<MinuteRecord> minute) {
    minute.forEach(record -> keeper.noteMinute(record.toJson()));
  }

  private static Thread newThread(Runnable task) {
    Thread thread = new Thread(task, "keeper");
    thread.setDaemon(true);
    return thread;
  }

  /** Writes what it has been given, and ends. */
  @Override
  public void close() {
    thread.shutdown();
    try {
      if (!thread.awaitTermination(LAST_WRITE_SECONDS, TimeUnit.SECONDS)) {
        LOG.warn("the store did not take what was left to write");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    store.close();
  }
}
