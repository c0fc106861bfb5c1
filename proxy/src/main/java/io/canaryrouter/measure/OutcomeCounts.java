package io.canaryrouter.measure;

import java.util.Map;

/** How often requests ended in each way. Immutable. */
public final class OutcomeCounts {
  private final Map<Outcome, Long> own;
  private final Map<Outcome, Long> rescued;

  private OutcomeCounts(Map<Outcome, Long> own, Map<Outcome, Long> rescued) {
    this.own = own;
    this.rescued = rescued;
  }

  /** Copies two counters: of requests that were not rescued, and of those that were. */
  static OutcomeCounts of(EnumCounters<Outcome> own, EnumCounters<Outcome> rescued) {
    return new OutcomeCounts(own.toMap(), rescued.toMap());
  }

  /** Requests that ended so, and that the other stack answered instead or not. */
  public long of(Outcome outcome, boolean isRescued) {
    return (isRescued ? rescued : own).getOrDefault(outcome, 0L);
  }

  /** Requests that ended so. */
  public long of(Outcome outcome) {
    return of(outcome, false) + of(outcome, true);
  }

  /** All requests. */
  public long total() {
    return sum(own) + rescued();
  }

  /** Requests that the other stack answered instead. */
  public long rescued() {
    return sum(rescued);
  }

  /** Requests that failed by the stack's fault, rescued or not. */
  public long failures() {
    return withFault(Fault.STACK);
  }

  /**
   * The share of failures among the requests that say something about the stack: those that the
   * client or the router ended are left out. 0 when there are none.
   */
  public double errorRate() {
    long telling = failures() + withFault(Fault.NONE);
    return telling == 0 ? 0 : failures() / (double) telling;
  }

  private long withFault(Fault fault) {
    long sum = 0;
    for (Outcome outcome : Outcome.values()) {
      sum += outcome.fault() == fault ? of(outcome) : 0;
    }
    return sum;
  }

  private static long sum(Map<Outcome, Long> counts) {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }
}
