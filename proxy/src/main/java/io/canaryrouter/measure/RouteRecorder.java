package io.canaryrouter.measure;

/**
 * What one event loop has counted and timed of one stack's requests of one route since the start.
 *
 * <p>Thread safety: one writer, the event loop; any thread may read. Memory: three {@link
 * DurationRecorder}s, about 21 KiB.
 */
final class RouteRecorder {
  private final EnumCounters<Outcome> own = new EnumCounters<>(Outcome.class);
  private final EnumCounters<Outcome> rescued = new EnumCounters<>(Outcome.class);
  private final EnumCounters<Rejection> rejections = new EnumCounters<>(Rejection.class);
  private final DurationRecorder latency;
  private final DurationRecorder firstByte;
  private final DurationRecorder total;

  RouteRecorder(BucketLayout layout) {
    latency = new DurationRecorder(layout);
    firstByte = new DurationRecorder(layout);
    total = new DurationRecorder(layout);
  }

  void ended(Sample sample, long firstByteNanos, long totalNanos) {
    (sample.rescued() ? rescued : own).increment(sample.outcome());
    Rejection.of(sample).ifPresent(rejections::increment);
    if (sample.isTimed()) {
      latency.record(sample.latencyNanos());
    }
    if (sample.outcome() == Outcome.TUNNEL) {
      return;
    }
    if (firstByteNanos >= 0) {
      firstByte.record(firstByteNanos);
    }
    total.record(totalNanos);
  }

  /** Adds what was counted so far. */
  void addTo(RouteTotals.Sum sum) {
    sum.add(own, rescued, rejections);
    latency.addTo(sum.latency());
    firstByte.addTo(sum.firstByte());
    total.addTo(sum.total());
  }
}
