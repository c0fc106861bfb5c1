package io.canaryrouter.judge;

import io.canaryrouter.split.Stack;
import io.canaryrouter.split.Weight;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * The tests that {@link Slowness} is made of, and the figures over the same windows. Not
 * thread-safe.
 */
final class Comparisons {
  /** Of the budget. */
  private static final double TYPICAL_SHARE = 0.15;

  private static final double P95_SHARE = 0.15;

  /** How much slower green may be before that is a warning. */
  private static final double LENIENT_MARGIN = 1.05;

  /** How many times slower green may be before that is an alarm. */
  final double margin;

  /** Before that is a warning. */
  final double lenientMargin;

  final ScoreComparison typical;
  final ScoreComparison p95;
  final SlowTail tail;
  final Throughput throughput = new Throughput(Weight.NONE);
  final LatencyWindows latencies = new LatencyWindows(0);
  private final double strictSteps;
  private final double lenientSteps;

  Comparisons(AlphaBudget budget, double margin) {
    this.margin = margin;
    lenientMargin = Math.min(LENIENT_MARGIN, margin);
    strictSteps = LatencyScale.stepsOf(margin);
    lenientSteps = LatencyScale.stepsOf(lenientMargin);
    typical = new ScoreComparison(0, budget, TYPICAL_SHARE);
    p95 = new ScoreComparison(0, budget, P95_SHARE);
    tail = new SlowTail(0, budget, margin);
  }

  /** Begins anew but for the tail, which needs no restart with a new weight. */
  void restartSlices(long nowNanos, Weight green) {
    typical.restart(nowNanos);
    p95.restart(nowNanos);
    throughput.restart(green);
    latencies.restart(nowNanos);
  }

  /** Takes a latency of a user who has not used up this minute's allowance. */
  void score(long user, Stack stack, double position, DecayedLatencies scale) {
    boolean isGreen = stack == Stack.GREEN;
    int strict = LatencyScale.stepAt(isGreen ? position - strictSteps : position);
    int lenient = LatencyScale.stepAt(isGreen ? position - lenientSteps : position);
    int slice = UserHash.slice(user);
    typical.recordIn(slice, stack, scale.rank(strict), scale.rank(lenient));
    p95.recordIn(slice, stack, above(scale, strict), above(scale, lenient));
  }

  private static double above(DecayedLatencies scale, int step) {
    return scale.isAboveP95(step) ? 1 : 0;
  }

  void tick(long nowNanos) {
    typical.tick(nowNanos);
    p95.tick(nowNanos);
    tail.tick(nowNanos);
    latencies.tick(nowNanos);
  }

  /** Looks at the two short windows, or at all. */
  void look(boolean isAtAll) {
    typical.look(isAtAll);
    p95.look(isAtAll);
  }

  void writeTo(DataOutput out) throws IOException {
    typical.writeTo(out);
    p95.writeTo(out);
    tail.writeTo(out);
    throughput.writeTo(out);
    latencies.writeTo(out);
  }

  void readFrom(DataInput in, long nowNanos) throws IOException {
    typical.readFrom(in, nowNanos);
    p95.readFrom(in, nowNanos);
    tail.readFrom(in, nowNanos);
    throughput.readFrom(in);
    latencies.readFrom(in, nowNanos);
  }
}
