package io.canaryrouter.measure;

import java.util.concurrent.TimeUnit;
import org.HdrHistogram.AbstractHistogram;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.IntCountsHistogram;

/**
 * The last {@value #SECONDS} seconds of one stack, second by second, whatever their epoch.
 *
 * <p>Owned by the control thread, which fills it from the ring. Memory: 60 histograms of two
 * digits, about 0.8 MiB, whatever the traffic.
 */
public final class StackWindow {
  /** How far the window reaches back, the current second included. */
  public static final int SECONDS = 60;

  private static final long MAX_MICROS = TimeUnit.HOURS.toMicros(1);
  private static final int DIGITS = 2;

  private final Second[] seconds = new Second[SECONDS];
  private final Histogram merged = new Histogram(1, MAX_MICROS, DIGITS);
  private long newest;

  /** Begins empty at a monotonic time. */
  public StackWindow(long nowNanos) {
    newest = secondOf(nowNanos);
    for (int i = 0; i < SECONDS; i++) {
      seconds[i] = new Second();
    }
  }

  /** Counts a request in the second in which it ended; one that ended too long ago is left out. */
  public void record(Sample sample) {
    long second = secondOf(sample.endNanos());
    moveTo(second);
    if (newest - second < SECONDS) {
      at(second).record(sample);
    }
  }

  /** What the window holds at a monotonic time. */
  public Window snapshot(long nowNanos) {
    moveTo(secondOf(nowNanos));
    merged.reset();
    for (Second second : seconds) {
      second.addLatenciesTo(merged);
    }
    EnumCounters<Outcome> own = new EnumCounters<>(Outcome.class);
    EnumCounters<Outcome> rescued = new EnumCounters<>(Outcome.class);
    for (Second second : seconds) {
      own.add(second.own);
      rescued.add(second.rescued);
    }
    return new Window(SECONDS, OutcomeCounts.of(own, rescued), quantiles(merged));
  }

  private void moveTo(long second) {
    if (second - newest >= SECONDS) {
      newest = second - SECONDS;
    }
    while (newest < second) {
      newest++;
      at(newest).clear();
    }
  }

  private Second at(long second) {
    return seconds[(int) Math.floorMod(second, (long) SECONDS)];
  }

  private static long secondOf(long nanos) {
    return Math.floorDiv(nanos, 1_000_000_000L);
  }

  private static Window.Quantiles quantiles(AbstractHistogram micros) {
    return new Window.Quantiles(
        micros.getTotalCount(),
        micros.getValueAtPercentile(50),
        micros.getValueAtPercentile(95),
        micros.getValueAtPercentile(99));
  }

  /** What ended within one second. */
  private static final class Second {
    private EnumCounters<Outcome> own = new EnumCounters<>(Outcome.class);
    private EnumCounters<Outcome> rescued = new EnumCounters<>(Outcome.class);
    private final IntCountsHistogram latencyMicros = new IntCountsHistogram(1, MAX_MICROS, DIGITS);

    void record(Sample sample) {
      (sample.rescued() ? rescued : own).increment(sample.outcome());
      if (sample.isTimed()) {
        latencyMicros.recordValue(Math.min(MAX_MICROS, sample.latencyNanos() / 1_000));
      }
    }

    void addLatenciesTo(Histogram total) {
      if (latencyMicros.getTotalCount() > 0) {
        total.add(latencyMicros);
      }
    }

    void clear() {
      own = new EnumCounters<>(Outcome.class);
      rescued = new EnumCounters<>(Outcome.class);
      if (latencyMicros.getTotalCount() > 0) {
        latencyMicros.reset();
      }
    }
  }
}
