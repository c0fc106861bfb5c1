package io.canaryrouter.measure;

/**
 * What happened to one stack's requests in the last seconds. Immutable.
 *
 * @param seconds how far it reaches back
 * @param counts requests by outcome
 * @param latency quantiles of the latency of successful requests
 */
public record Window(int seconds, OutcomeCounts counts, Quantiles latency) {

  /**
   * Quantiles of durations, in microseconds; all 0 when there are none.
   *
   * @param count how many durations there are
   */
  public record Quantiles(long count, long p50Micros, long p95Micros, long p99Micros) {}
}
