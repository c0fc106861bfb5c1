package io.canaryrouter.measure;

/**
 * Counts of some requests of one stack. Confined to one thread. Memory: about 0.5 KiB and its
 * {@link Latencies}.
 */
final class Tally {
  private final EnumCounters<Outcome> own = new EnumCounters<>(Outcome.class);
  private final EnumCounters<Outcome> rescued = new EnumCounters<>(Outcome.class);
  private final EnumCounters<Rejection> rejections = new EnumCounters<>(Rejection.class);
  private final Latencies latencies = new Latencies();

  void record(Sample sample) {
    (sample.rescued() ? rescued : own).increment(sample.outcome());
    Rejection.of(sample).ifPresent(rejections::increment);
    if (sample.isTimed()) {
      latencies.record(sample.latencyNanos());
    }
  }

  /** Adds what another holds. */
  void add(Tally other) {
    own.add(other.own);
    rescued.add(other.rescued);
    rejections.add(other.rejections);
    latencies.add(other.latencies);
  }

  EnumCounters<Outcome> own() {
    return own;
  }

  EnumCounters<Outcome> rescued() {
    return rescued;
  }

  EnumCounters<Rejection> rejections() {
    return rejections;
  }

  Latencies latencies() {
    return latencies;
  }

  /** A copy. */
  Window toWindow(int seconds) {
    return new Window(
        seconds, OutcomeCounts.of(own, rescued), rejections.toMap(), latencies.quantiles());
  }
}
