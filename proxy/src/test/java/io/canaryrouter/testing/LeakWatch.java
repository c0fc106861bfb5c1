package io.canaryrouter.testing;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.slf4j.LoggerFactory;

/**
 * Fails the class of tests after which Netty tells of a buffer that nobody released.
 *
 * <p>Netty finds a leak when the buffer has been collected and another is made, so the class that
 * fails may follow the one that leaked: the record says where the buffer came from. After the last
 * class everything is collected. Registered for every test in META-INF/services.
 */
public final class LeakWatch implements AfterAllCallback {
  private static final Queue<String> REPORTS = reports();

  /** Looks for the last time when the whole run ends. */
  private static final class LastLook implements AutoCloseable {
    private static final int ROUNDS = 3;

    @Override
    public void close() {
      for (int round = 0; round < ROUNDS; round++) {
        System.gc();
        PooledByteBufAllocator.DEFAULT.buffer(1).release();
      }
      failIfLeaked();
    }
  }

  @Override
  public void afterAll(ExtensionContext context) {
    context
        .getRoot()
        .getStore(ExtensionContext.Namespace.GLOBAL)
        .computeIfAbsent(LastLook.class, key -> new LastLook());
    failIfLeaked();
  }

  private static void failIfLeaked() {
    List<String> found = new ArrayList<>();
    for (String report = REPORTS.poll(); report != null; report = REPORTS.poll()) {
      found.add(report);
    }
    if (!found.isEmpty()) {
      throw new AssertionError(found.size() + " buffers leaked:\n" + String.join("\n", found));
    }
  }

  private static Queue<String> reports() {
    Queue<String> reports = new ConcurrentLinkedQueue<>();
    AppenderBase<ILoggingEvent> appender =
        new AppenderBase<>() {
          @Override
          protected void append(ILoggingEvent event) {
            reports.add(event.getFormattedMessage());
          }
        };
    appender.start();
    ((Logger) LoggerFactory.getLogger(ResourceLeakDetector.class)).addAppender(appender);
    return reports;
  }
}
