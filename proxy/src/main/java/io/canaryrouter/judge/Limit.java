package io.canaryrouter.judge;

import io.canaryrouter.judge.Verdict.Level;
import io.canaryrouter.measure.Sample;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A figure of green, what it is held to, and for how long it has been over that.
 *
 * <p>Looked at every second on the last minute of the epoch, or further back, until the window
 * holds enough of green's samples. Over its limit at every look for {@code sustained}, it takes
 * effect, unless blue is over the same limit and green not clearly worse: then the fault is shared,
 * and the time begins anew. Owned by the control thread.
 */
abstract class Limit {
  /** Green is no worse than blue while its figure is below this many times blue's. */
  static final double VETO_FACTOR = 1.2;

  /** Of the samples that green needs, the part that blue needs to be believed when it is bad. */
  private static final int VETO_PART = 10;

  private static final int VETO_LEAST = 3;

  final String criterion;
  final int needed;
  private final long sustainedNanos;
  private final Level effect;
  private boolean isOver;
  private long overSinceNanos;
  private Level level;
  private Supplier<CriterionStatus> telling;
  private @Nullable CriterionStatus told;

  /** What the window holds of both stacks. */
  record Reading(
      double green, double blue, double limit, long greenSamples, long blueSamples, long first) {}

  /** A limit that has this effect once it has been exceeded for long enough. */
  Limit(String criterion, GuardSettings settings, Level effect) {
    this.criterion = criterion;
    this.needed = settings.minRequests();
    this.sustainedNanos = settings.sustainedNanos();
    this.effect = effect;
    this.level = Level.INCONCLUSIVE;
    this.telling = this::unknown;
  }

  /** Counts a sample that tells something of its stack. */
  abstract void record(Sample sample, long second, boolean isFailure);

  abstract Reading read(long second);

  abstract boolean isOver(Reading reading);

  /** The figures of both stacks, for a person. */
  abstract String figures(Reading reading);

  /** The same as data. */
  abstract Evidence evidence(Reading reading);

  abstract void forget(long second);

  /** As a person reads it: some limits are kept from above and told from below. */
  double shown(double value) {
    return value;
  }

  /** What keeps it from concluding anything, or an empty text. */
  String missing(Reading reading) {
    return reading.greenSamples() < needed
        ? "green has answered " + reading.greenSamples() + " of " + needed + " requests"
        : "";
  }

  final void clear(long second) {
    isOver = false;
    forget(second);
    level = Level.INCONCLUSIVE;
    telling = this::unknown;
    told = null;
  }

  /** A look; nothing before and within a second of loss can be trusted. */
  final void tick(long nowNanos, long second, long lossSecond) {
    Reading reading = read(second);
    String missing = missing(reading);
    if (!missing.isEmpty()) {
      notOver(reading, Level.INCONCLUSIVE, missing);
    } else if (lossSecond >= reading.first()) {
      notOver(reading, Level.INCONCLUSIVE, "samples were lost within the window");
    } else if (!isOver(reading)) {
      notOver(reading, Level.OK, "");
    } else if (isVetoed(reading)) {
      notOver(reading, Level.WARNING, "blue is no better, failing over would not help");
    } else {
      over(reading, nowNanos, second);
    }
  }

  private void notOver(Reading reading, Level level, String why) {
    isOver = false;
    conclude(reading, level, () -> why);
  }

  private void over(Reading reading, long nowNanos, long second) {
    if (!isOver) {
      isOver = true;
      overSinceNanos = nowNanos;
    }
    long overNanos = nowNanos - overSinceNanos;
    conclude(
        reading,
        overNanos >= sustainedNanos ? effect : Level.WARNING,
        () ->
            "over it for %d of %d s, in the last %d s"
                .formatted(
                    overNanos / 1_000_000_000L,
                    sustainedNanos / 1_000_000_000L,
                    second - reading.first() + 1));
  }

  /** Words are made when somebody asks: a look each second, that nobody reads, is numbers only. */
  private void conclude(Reading reading, Level level, Supplier<String> why) {
    this.level = level;
    telling = () -> status(reading, level, why.get());
    told = null;
  }

  private static boolean isTelling(Reading reading, int needed) {
    return reading.blueSamples() >= Math.max(VETO_LEAST, needed / VETO_PART);
  }

  private boolean isVetoed(Reading reading) {
    return isTelling(reading, needed)
        && reading.blue() > reading.limit()
        && reading.green() < VETO_FACTOR * reading.blue();
  }

  private CriterionStatus status(Reading reading, Level level, String why) {
    return new CriterionStatus(
        criterion,
        level,
        shown(reading.green()),
        shown(reading.blue()),
        shown(reading.limit()),
        reading.greenSamples(),
        needed,
        level == Level.INCONCLUSIVE
            ? criterion + ": " + why
            : criterion + ": " + figures(reading) + (why.isEmpty() ? "" : "; " + why),
        evidence(reading));
  }

  private CriterionStatus unknown() {
    return new CriterionStatus(
        criterion,
        Level.INCONCLUSIVE,
        Double.NaN,
        Double.NaN,
        Double.NaN,
        0,
        needed,
        criterion + ": green has answered 0 of " + needed + " requests");
  }

  final Level level() {
    return level;
  }

  final CriterionStatus status() {
    if (told == null) {
      told = telling.get();
    }
    return told;
  }
}
