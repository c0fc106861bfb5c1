package io.canaryrouter.http;

import io.canaryrouter.measure.Outcome;
import io.canaryrouter.split.Stack;
import java.io.OutputStream;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The access log: JSON lines, written by a thread of its own.
 *
 * <p>Event loops only put an entry into a bounded queue, without a lock and without waking anybody;
 * the writer looks every {@value #DRAIN_MILLIS} ms. An output that is slow, full or broken delays
 * no request: entries that find no room are counted, and a summary tells it.
 *
 * <p>Thread safety: {@link #offer} from any thread; what it writes with is owned by the writer.
 */
final class AccessLog implements AutoCloseable {
  /** Entries that may wait; some megabytes at worst. */
  static final int CAPACITY = 8_192;

  private static final int DRAIN_MILLIS = 50;
  private static final int CLOSE_MILLIS = 2_000;

  private final Queue<AccessEntry> queue = new ConcurrentLinkedQueue<>();
  private final AtomicInteger queued = new AtomicInteger();
  private final AtomicLong overflowed = new AtomicLong();
  private final LongAdder skipped = new LongAdder();
  private final boolean enabled;
  private final LongSupplier epochMillisClock;
  private final AccessSampler sampler;
  private final LogOutput output;
  private final StringBuilder line = new StringBuilder(1_024);
  private @Nullable ScheduledExecutorService writer;
  private volatile boolean closedToOrdinary;
  private volatile boolean closed;

  /** A log without a thread: {@link #drain} and {@link #close} write. */
  AccessLog(AccessLogSettings settings, OutputStream out, LongSupplier epochMillisClock) {
    this.enabled = settings.enabled();
    this.sampler = new AccessSampler(settings);
    this.output = new LogOutput(out);
    this.epochMillisClock = epochMillisClock;
  }

  /** A log whose daemon thread runs until {@link #close}. */
  static AccessLog start(
      AccessLogSettings settings, OutputStream out, LongSupplier epochMillisClock) {
    AccessLog log = new AccessLog(settings, out, epochMillisClock);
    if (log.enabled) {
      log.writer = Executors.newSingleThreadScheduledExecutor(AccessLog::daemon);
      log.writer.scheduleWithFixedDelay(
          log::drain, DRAIN_MILLIS, DRAIN_MILLIS, TimeUnit.MILLISECONDS);
    }
    return log;
  }

  /** Whether entries are written at all; nobody need make one otherwise. */
  boolean isEnabled() {
    return enabled;
  }

  /**
   * Counts a finished request when it would get no line, so that nobody need make its entry.
   *
   * @return whether it was counted; otherwise its entry is to be offered
   */
  boolean skips(Outcome outcome, boolean rescued, @Nullable Stack assigned, long totalNanos) {
    if (!closedToOrdinary || !sampler.isOrdinary(outcome, rescued, assigned, totalNanos)) {
      return false;
    }
    skipped.increment();
    return true;
  }

  /** Hands over the entry of a finished request; never waits, never throws. */
  void offer(AccessEntry entry) {
    if (!enabled || closed) {
      return;
    }
    if (queued.incrementAndGet() > CAPACITY) {
      queued.decrementAndGet();
      overflowed.incrementAndGet();
    } else {
      queue.add(entry);
    }
  }

  /** Writes what has been offered; only the writer calls this, or a test without one. */
  void drain() {
    long nowMillis = epochMillisClock.getAsLong();
    if (sampler.roll(nowMillis)) {
      summarise(nowMillis);
    }
    for (int i = 0; i < CAPACITY; i++) {
      AccessEntry entry = queue.poll();
      if (entry == null) {
        break;
      }
      queued.decrementAndGet();
      write(entry);
    }
    closedToOrdinary = sampler.isClosedToOrdinary();
    output.flush();
  }

  private void write(AccessEntry entry) {
    long standsFor = sampler.admit(entry);
    if (standsFor > 0) {
      line.setLength(0);
      AccessLine.append(line, entry, standsFor);
      output.line(line);
    }
  }

  private void summarise(long nowMillis) {
    AccessSampler.Omitted omitted = sampler.takeOmitted();
    long overflow = overflowed.getAndSet(0);
    long lost = output.takeLostLines();
    long ordinary = omitted.ordinary() + skipped.sumThenReset();
    long grave = omitted.important() + overflow + lost;
    if (ordinary + grave > 0) {
      line.setLength(0);
      new JsonLine(line)
          .begin(grave > 0 ? "warning" : "info", nowMillis, "access log shortened")
          .number("omitted", ordinary)
          .number("omitted_important", omitted.important())
          .number("overflowed", overflow)
          .number("lost", lost)
          .end();
      output.line(line);
      sampler.spend();
    }
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "canary-access-log");
    thread.setDaemon(true);
    return thread;
  }

  private void finish() {
    drain();
    summarise(epochMillisClock.getAsLong());
    output.flush();
  }

  /** Writes what is left; gives up after two seconds when the output does not take it. */
  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    ScheduledExecutorService running = writer;
    if (running == null) {
      finish();
      return;
    }
    running.execute(this::finish);
    running.shutdown();
    try {
      running.awaitTermination(CLOSE_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
