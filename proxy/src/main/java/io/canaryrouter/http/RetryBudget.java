package io.canaryrouter.http;

/**
 * How many requests may be sent a second time: a fifth of those of the last ten seconds, and ten in
 * any case, so that an outage never doubles the load.
 *
 * <p>Confined to one event loop; each loop has its own.
 */
final class RetryBudget {
  private static final int SECONDS = 10;
  private static final int FREE = 10;
  private static final int REQUESTS_PER_RETRY = 5;
  private static final long SECOND_NANOS = 1_000_000_000L;

  private final int[] requests = new int[SECONDS];
  private final int[] retries = new int[SECONDS];
  private final long beganNanos;
  private long second;

  RetryBudget(long nowNanos) {
    beganNanos = nowNanos;
  }

  /** Counts a request. */
  void request(long nowNanos) {
    requests[slot(nowNanos)]++;
  }

  /** Takes one retry out of the budget, if there is one. */
  boolean tryRetry(long nowNanos) {
    int slot = slot(nowNanos);
    int allowed = Math.max(FREE, sum(requests) / REQUESTS_PER_RETRY);
    if (sum(retries) >= allowed) {
      return false;
    }
    retries[slot]++;
    return true;
  }

  private int slot(long nowNanos) {
    // Seconds since the beginning: only differences of a monotonic clock mean something.
    long now = (nowNanos - beganNanos) / SECOND_NANOS;
    for (long passed = Math.max(second + 1, now - SECONDS + 1); passed <= now; passed++) {
      int slot = (int) Math.floorMod(passed, (long) SECONDS);
      requests[slot] = 0;
      retries[slot] = 0;
    }
    second = Math.max(second, now);
    return (int) Math.floorMod(second, (long) SECONDS);
  }

  private static int sum(int[] counts) {
    int sum = 0;
    for (int count : counts) {
      sum += count;
    }
    return sum;
  }
}
