package io.canaryrouter.measure;

import java.util.Map;

/**
 * Some requests of one stack, since the process began. Immutable.
 *
 * @param counts requests by outcome
 * @param rejections 4xx answers by status
 * @param latency of successful requests, from the last byte sent to the first of the answer's head
 * @param firstByte of all but tunnels that a stack answered, from the first byte of the request to
 *     the first of the response
 * @param total of all but tunnels, from the first byte of the request to the last of the response
 */
public record RouteTotals(
    OutcomeCounts counts,
    Map<Rejection, Long> rejections,
    Durations latency,
    Durations firstByte,
    Durations total) {

  /** Adds up what several recorders hold. For use by one thread. */
  static final class Sum {
    private final EnumCounters<Outcome> own = new EnumCounters<>(Outcome.class);
    private final EnumCounters<Outcome> rescued = new EnumCounters<>(Outcome.class);
    private final EnumCounters<Rejection> rejections = new EnumCounters<>(Rejection.class);
    private final Durations.Sum latency;
    private final Durations.Sum firstByte;
    private final Durations.Sum total;

    Sum(BucketLayout layout) {
      latency = new Durations.Sum(layout);
      firstByte = new Durations.Sum(layout);
      total = new Durations.Sum(layout);
    }

    Durations.Sum latency() {
      return latency;
    }

    Durations.Sum firstByte() {
      return firstByte;
    }

    Durations.Sum total() {
      return total;
    }

    void add(
        EnumCounters<Outcome> moreOwn,
        EnumCounters<Outcome> moreRescued,
        EnumCounters<Rejection> moreRejections) {
      own.add(moreOwn);
      rescued.add(moreRescued);
      rejections.add(moreRejections);
    }

    void add(Sum other) {
      add(other.own, other.rescued, other.rejections);
      latency.add(other.latency);
      firstByte.add(other.firstByte);
      total.add(other.total);
    }

    RouteTotals totals() {
      return new RouteTotals(
          OutcomeCounts.of(own, rescued),
          rejections.toMap(),
          latency.durations(),
          firstByte.durations(),
          total.durations());
    }
  }
}
