package io.canaryrouter.judge;

import io.canaryrouter.measure.Sample;
import io.canaryrouter.split.Stack;
import io.canaryrouter.split.Weight;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;

/**
 * Are more of the users who are newly hit by a very slow answer on green than its weight allows?
 *
 * <p>Very slow is what lies above so many times blue's 99th percentile of the route, at two levels:
 * the margin of an alarm, and five thirds of it. Blue is held to the same limits divided by the
 * margin, so that a green which is slower by no more than that is not hit more often. Each level
 * has a fast and a slow test ({@link AffectedShare}), each with its share of the budget.
 *
 * <p>Memory: four times 128 KiB. Not thread-safe.
 */
final class SlowTail {
  /** Of the budget, for each of the four tests. */
  private static final double SHARE = 0.05;

  /** The upper level, in parts of the lower one: 2 of blue's percentile at a margin of 1.2. */
  private static final double UPPER = 2 / 1.2;

  private final double marginSteps;
  private final double upperSteps;

  /** Of the lower level, then of the upper, fast and slow each. */
  private final List<Test> tests;

  SlowTail(long nowNanos, AlphaBudget budget, double margin) {
    marginSteps = LatencyScale.stepsOf(margin);
    upperSteps = LatencyScale.stepsOf(UPPER);
    long horizon = budget.horizonNanos();
    double fast = budget.logNeeded(SHARE, AffectedShare.FAST_BLOCK_NANOS);
    double slow = budget.logNeeded(SHARE, Math.max(horizon, AffectedShare.FAST_BLOCK_NANOS));
    tests =
        List.of(
            new Test(AffectedShare.fast(nowNanos), fast, margin),
            new Test(AffectedShare.slow(nowNanos, horizon), slow, margin),
            new Test(AffectedShare.fast(nowNanos), fast, margin * UPPER),
            new Test(AffectedShare.slow(nowNanos, horizon), slow, margin * UPPER));
  }

  /** One test, and what it had counted when it last held no evidence at all. */
  static final class Test {
    private final AffectedShare share;
    private final double logNeeded;
    private final double times;
    private long green;
    private long blue;
    private long greenVerified;
    private long blueVerified;

    Test(AffectedShare share, double logNeeded, double times) {
      this.share = share;
      this.logNeeded = logNeeded;
      this.times = times;
    }

    private void tick(long nowNanos) {
      share.tick(nowNanos);
      boolean isNewBlock = green > share.users(Stack.GREEN) || blue > share.users(Stack.BLUE);
      if (isNewBlock || share.logEvidence() < 0) {
        greenVerified = 0;
        blueVerified = 0;
        green = isNewBlock ? 0 : share.users(Stack.GREEN);
        blue = isNewBlock ? 0 : share.users(Stack.BLUE);
      }
    }

    double logEvidence() {
      return share.logEvidence();
    }

    /** The natural logarithm of the level at which it is proof. */
    double logNeeded() {
      return logNeeded;
    }

    /** How many times blue's 99th percentile an answer of green takes to count. */
    double times() {
      return times;
    }

    /** Users of a stack that were newly hit since there has been any evidence. */
    long users(Stack stack) {
      return share.users(stack) - (stack == Stack.GREEN ? green : blue);
    }

    /** Those of them that a signature vouches for. */
    long verifiedUsers(Stack stack) {
      return stack == Stack.GREEN ? greenVerified : blueVerified;
    }

    private void record(Sample sample, Weight weight) {
      if (share.record(sample.userHash(), sample.stack(), weight) && sample.verified()) {
        greenVerified += sample.stack() == Stack.GREEN ? 1 : 0;
        blueVerified += sample.stack() == Stack.BLUE ? 1 : 0;
      }
    }

    private void restart(long nowNanos) {
      share.restart(nowNanos);
      green = 0;
      blue = 0;
      greenVerified = 0;
      blueVerified = 0;
    }

    Ruling ruling() {
      return Gates.tail(share.logEvidence(), logNeeded);
    }
  }

  void restart(long nowNanos) {
    tests.forEach(test -> test.restart(nowNanos));
  }

  /**
   * Takes a latency.
   *
   * @param position its place on {@link LatencyScale}
   * @param scale blue's, of its route
   */
  void record(Sample sample, Weight green, double position, DecayedLatencies scale) {
    double held = sample.stack() == Stack.GREEN ? position - marginSteps : position;
    if (scale.isAboveP99(LatencyScale.stepAt(held))) {
      tests.get(0).record(sample, green);
      tests.get(1).record(sample, green);
      if (scale.isAboveP99(LatencyScale.stepAt(held - upperSteps))) {
        tests.get(2).record(sample, green);
        tests.get(3).record(sample, green);
      }
    }
  }

  void tick(long nowNanos) {
    tests.forEach(test -> test.tick(nowNanos));
  }

  /** The test that is nearest to an alarm, or beyond it. */
  Test worst() {
    Test worst = tests.get(0);
    for (Test test : tests) {
      double ahead = test.logEvidence() - test.logNeeded;
      worst = ahead > worst.logEvidence() - worst.logNeeded ? test : worst;
    }
    return worst;
  }

  /** As {@link AffectedShare#writeTo}, four times. */
  void writeTo(DataOutput out) throws IOException {
    for (Test test : tests) {
      test.share.writeTo(out);
      out.writeLong(test.green);
      out.writeLong(test.blue);
      out.writeLong(test.greenVerified);
      out.writeLong(test.blueVerified);
    }
  }

  /** As {@link AffectedShare#readFrom}. */
  void readFrom(DataInput in, long nowNanos) throws IOException {
    for (Test test : tests) {
      test.share.readFrom(in, nowNanos);
      test.green = within(in.readLong(), test.share.users(Stack.GREEN));
      test.blue = within(in.readLong(), test.share.users(Stack.BLUE));
      test.greenVerified = within(in.readLong(), test.users(Stack.GREEN));
      test.blueVerified = within(in.readLong(), test.users(Stack.BLUE));
    }
  }

  private static long within(long counted, long most) throws IOException {
    if (counted < 0 || counted > most) {
      throw new IOException("the evidence is damaged: " + counted + " of " + most + " users");
    }
    return counted;
  }
}
