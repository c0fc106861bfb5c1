package io.canaryrouter.measure;

import java.util.concurrent.atomic.AtomicLong;

/**
 * What one event loop has counted and timed of one stack since the start.
 *
 * <p>Thread safety: one writer, the event loop; any thread may read the counters, one at a time the
 * durations. Memory: three {@link DurationRecorder}s, about 1.1 MiB once they have been read.
 */
final class StackRecorder {
  private final EnumCounters<Outcome> own = new EnumCounters<>(Outcome.class);
  private final EnumCounters<Outcome> rescued = new EnumCounters<>(Outcome.class);
  private final AtomicLong began = new AtomicLong();
  private final AtomicLong tunnelsOpened = new AtomicLong();
  private final AtomicLong tunnelsClosed = new AtomicLong();
  private final DurationRecorder latency = new DurationRecorder();
  private final DurationRecorder total = new DurationRecorder();
  private final DurationRecorder connect = new DurationRecorder();

  void began() {
    increment(began);
  }

  void ended(Sample sample, long totalNanos) {
    (sample.rescued() ? rescued : own).increment(sample.outcome());
    if (sample.outcome() == Outcome.OK && sample.latencyNanos() >= 0) {
      latency.record(sample.latencyNanos());
    }
    if (sample.outcome() != Outcome.TUNNEL) {
      total.record(totalNanos);
    }
  }

  void connected(long nanos) {
    connect.record(nanos);
  }

  void tunnelOpened() {
    increment(tunnelsOpened);
  }

  void tunnelClosed() {
    increment(tunnelsClosed);
  }

  long beganCount() {
    return began.get();
  }

  long ownCount(Outcome outcome) {
    return own.of(outcome);
  }

  long rescuedCount(Outcome outcome) {
    return rescued.of(outcome);
  }

  /** Tunnels open now. Those closed are read first, so that the difference is never negative. */
  long tunnels() {
    long closed = tunnelsClosed.get();
    return tunnelsOpened.get() - closed;
  }

  DurationRecorder durations(Timing timing) {
    return switch (timing) {
      case LATENCY -> latency;
      case TOTAL -> total;
      case CONNECT -> connect;
    };
  }

  private static void increment(AtomicLong counter) {
    counter.lazySet(counter.getPlain() + 1);
  }
}
