package io.canaryrouter.judge;

import io.canaryrouter.judge.GuardSettings.OnLatency;
import io.canaryrouter.judge.Verdict.Action;
import io.canaryrouter.judge.Verdict.Level;

/** What a gate says of green; of several, the first in this order is what holds. */
enum Ruling {
  /** Green's last requests all failed while blue answered. */
  RUN(Level.CRITICAL),
  /** Over the limit, and worse than blue for sure. */
  WORSE_AND_OVER(Level.CRITICAL),
  /** Slower than blue by more than the margin, for sure. */
  SLOW(Level.CRITICAL),
  /** Worse than blue, but under the limit or not for sure. */
  WORSE(Level.WARNING),
  /** Over the limit, and so is blue: going there would not help. */
  SHARED_FAULT(Level.WARNING),
  /** Over the limit, blue is not, and nothing proves that it is green's fault. */
  THRESHOLD(Level.WARNING),
  /** Probably slower than blue, or slow where blue is not. */
  SLOWER(Level.WARNING),
  /** Green's users do less than blue's. */
  THROUGHPUT(Level.WARNING),
  /** Nothing against green. */
  NONE(Level.OK);

  private final Level level;

  Ruling(Level level) {
    this.level = level;
  }

  /** Slowness is as bad as the guard's settings say it is. */
  Level level(OnLatency onLatency) {
    return this == SLOW && onLatency == OnLatency.HOLD ? Level.WARNING : level;
  }

  /** What is to be done about it. */
  Action action(OnLatency onLatency) {
    return level(onLatency) == Level.CRITICAL ? Action.FAILOVER : Action.NONE;
  }

  /** The one of two that holds. */
  Ruling or(Ruling other) {
    return compareTo(other) <= 0 ? this : other;
  }
}
