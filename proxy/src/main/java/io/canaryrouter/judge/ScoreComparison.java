package io.canaryrouter.judge;

import io.canaryrouter.split.Stack;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/**
 * Slice tests of one kind of score over windows of each {@link WindowLength}, each with two
 * margins: green's latencies divided by that of an alarm, and by that of a warning.
 *
 * <p>The test's share of the budget is shared out evenly to the four windows, and that of the phase
 * once more to {@value #PHASES} phases. Memory: 88 KiB. Not thread-safe.
 */
final class ScoreComparison {
  /** Phases of a plan. */
  static final int PHASES = 8;

  private static final WindowLength[] WINDOWS = WindowLength.values();

  private final double[] logNeeded = new double[WINDOWS.length];
  private final SliceWindows strict;
  private final SliceWindows lenient;
  private final Look[] looks = new Look[WINDOWS.length];

  /**
   * What one window said when it was last looked at.
   *
   * @param evidence that of the margin which the ruling is about; the warning's when there is none
   * @param logNeeded what it is held against: the natural logarithm of an alarm's level
   * @param isSurelySlower whether there is proof that green is above the margin of a warning
   */
  record Look(
      WindowLength window,
      Ruling ruling,
      SliceEvidence evidence,
      double logNeeded,
      boolean isSurelySlower) {}

  ScoreComparison(long nowNanos, AlphaBudget budget, double share) {
    double each = share / WINDOWS.length;
    long minutes = 5;
    for (int i = 0; i < WINDOWS.length; i++) {
      logNeeded[i] =
          WINDOWS[i] == WindowLength.PHASE
              ? budget.logNeeded(each / PHASES, budget.horizonNanos())
              : budget.logNeeded(each, TimeUnit.MINUTES.toNanos(minutes));
      minutes *= 4;
    }
    strict = new SliceWindows(nowNanos);
    lenient = new SliceWindows(nowNanos);
    restart(nowNanos);
  }

  void restart(long nowNanos) {
    strict.restart(nowNanos);
    lenient.restart(nowNanos);
    look(true);
  }

  /** Takes a score of either margin; they are the same for blue. */
  void recordIn(int slice, Stack stack, double strictScore, double lenientScore) {
    strict.recordIn(slice, stack, strictScore);
    lenient.recordIn(slice, stack, lenientScore);
  }

  void tick(long nowNanos) {
    strict.tick(nowNanos);
    lenient.tick(nowNanos);
  }

  /** Looks at the two short windows, or at all. */
  void look(boolean isAtAll) {
    for (int i = 0; i < WINDOWS.length; i++) {
      if (isAtAll || WINDOWS[i].levels <= WindowLength.TWENTY_MINUTES.levels) {
        looks[i] = look(WINDOWS[i], logNeeded[i]);
      }
    }
  }

  private Look look(WindowLength window, double needed) {
    SliceEvidence ofStrict = strict.evidence(window);
    SliceEvidence ofLenient = lenient.evidence(window);
    Ruling ruling = Gates.latency(ofStrict, ofLenient, needed);
    SliceEvidence told = ruling == Ruling.SLOW ? ofStrict : ofLenient;
    return new Look(window, ruling, told, needed, ofLenient.reaches(needed));
  }

  /** What holds: of the windows with the most urgent ruling the shortest. */
  Look worst() {
    Look worst = looks[0];
    for (Look look : looks) {
      worst = look.ruling().compareTo(worst.ruling()) < 0 ? look : worst;
    }
    return worst.ruling() == Ruling.NONE ? phase() : worst;
  }

  /** What the longest window said. */
  Look phase() {
    // In the order of the windows, and the phase is the last.
    return looks[looks.length - 1];
  }

  boolean isSurelySlower() {
    return Arrays.stream(looks).anyMatch(Look::isSurelySlower);
  }

  /** 66 KiB. */
  void writeTo(DataOutput out) throws IOException {
    strict.writeTo(out);
    lenient.writeTo(out);
  }

  /** As {@link SliceWindows#readFrom}. */
  void readFrom(DataInput in, long nowNanos) throws IOException {
    strict.readFrom(in, nowNanos);
    lenient.readFrom(in, nowNanos);
    look(true);
  }
}
