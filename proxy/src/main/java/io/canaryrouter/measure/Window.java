package io.canaryrouter.measure;

import java.util.Map;

/**
 * What happened to some requests of one stack within a time. Immutable.
 *
 * @param seconds how far it reaches back
 * @param counts requests by outcome
 * @param rejections 4xx answers by status
 * @param latency quantiles of the latency of successful requests
 */
public record Window(
    int seconds, OutcomeCounts counts, Map<Rejection, Long> rejections, Quantiles latency) {

  /**
   * Quantiles of durations, in microseconds, to 1.1 %; all 0 when there are none.
   *
   * @param count how many durations there are
   */
  public record Quantiles(long count, long p50Micros, long p95Micros, long p99Micros) {}
}
