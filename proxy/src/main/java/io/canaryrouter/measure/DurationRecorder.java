package io.canaryrouter.measure;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.SingleWriterRecorder;
import org.jspecify.annotations.Nullable;

/**
 * Records durations from one event loop, 1 µs to 1 h with three digits; what lies outside counts as
 * the nearest end.
 *
 * <p>Thread safety: one writer, which never waits; one reader at a time, which takes what was
 * recorded since it last did. Memory: about 190 KiB a histogram, of which there are two, one
 * written while the other is read.
 */
final class DurationRecorder {
  private static final long MAX_MICROS = TimeUnit.HOURS.toMicros(1);
  private static final int DIGITS = 3;

  private final SingleWriterRecorder micros = new SingleWriterRecorder(1, MAX_MICROS, DIGITS);
  private final AtomicLong sumNanos = new AtomicLong();

  /** Owned by the reader, who gives it back to be written next. */
  private @Nullable Histogram taken;

  /** A histogram that can take in what any of these recorded. */
  static Histogram newTotal() {
    return new Histogram(1, MAX_MICROS, DIGITS);
  }

  void record(long nanos) {
    long positive = Math.max(0, nanos);
    micros.recordValue(Math.min(MAX_MICROS, positive / 1_000));
    sumNanos.lazySet(sumNanos.getPlain() + positive);
  }

  long sumNanos() {
    return sumNanos.get();
  }

  /** Moves what was recorded since the last call into a histogram. */
  void moveTo(Histogram total) {
    taken = micros.getIntervalHistogram(taken);
    total.add(taken);
  }
}
