package io.canaryrouter.judge;

import io.canaryrouter.judge.Verdict.Level;
import io.canaryrouter.measure.Sample;
import io.canaryrouter.split.Stack;
import io.canaryrouter.split.StackHealth;
import io.canaryrouter.split.Weight;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Whether green can be reached at all, and what has been decided about everyone's place.
 *
 * <p>A run of failures ({@link RunRule}) or probes that find nobody ({@link HealthRule}) send
 * everyone to blue until {@link #start}. When all that failed was refused connections, and blue
 * answered every one, green only goes away ({@link Absence}): then nothing is judged but whether it
 * may come back. What else a guard finds is told to {@link #trip}.
 *
 * <p>Time that steps backwards stands still. Owned by the control thread.
 */
final class Outage {
  /** The reasons with which it may trip by itself. */
  static final List<String> REASONS =
      Stream.concat(RunRule.REASONS.stream(), Stream.of(HealthRule.NAME)).toList();

  private final RunRule run;
  private final HealthRule health;
  private final Absence absence = new Absence();
  private Weight green = Weight.NONE;
  private long nowNanos;
  private @Nullable Verdict trip;

  /** What a turn has brought about. */
  enum Turn {
    /** Green is judged as before. */
    HERE,
    /** Nothing is judged: everyone is on blue. */
    GONE,
    /** Green is back, and is judged anew. */
    BACK
  }

  Outage(RunRule run, long sustainedNanos) {
    this.run = run;
    health = new HealthRule(sustainedNanos);
  }

  void start(long nowNanos, Weight green) {
    this.nowNanos = nowNanos;
    this.green = green;
    run.start(nowNanos, green);
    forget();
  }

  /** A run that spans two weights is none, and what was decided is over. */
  void setWeight(long nowNanos, Weight green) {
    advance(nowNanos);
    this.green = green;
    forget();
  }

  private void forget() {
    trip = null;
    absence.forget();
    restart();
  }

  private void restart() {
    run.setWeight(nowNanos, green);
    health.start(nowNanos);
  }

  /**
   * Takes a request that tells something of its stack.
   *
   * @param user who its sender counts as
   * @return whether green is here, and the request tells more
   */
  boolean record(Sample sample, long user, boolean isFailure) {
    if (trip != null) {
      return false;
    }
    if (absence.isAway()) {
      recordAway(sample, isFailure);
      return false;
    }
    run.record(sample, user);
    if (sample.stack() == Stack.GREEN) {
      health.countGreen(nowNanos, sample, isFailure);
    }
    if (run.isTripped()) {
      leave(run.verdict(), run.isCovered());
    }
    return isHere();
  }

  /** What was on green when it went away still ends; one who is hurt by it is one too many. */
  private void recordAway(Sample sample, boolean isFailure) {
    if (isFailure && sample.stack() == Stack.GREEN && !sample.rescued()) {
      trip(absence.cause().and("; then a request failed that blue did not answer"));
    }
  }

  /**
   * Everyone goes to blue, green being here until now: for now when nobody was hurt and it is not
   * the third time.
   */
  void leave(Verdict critical, boolean isCovered) {
    if (!isCovered) {
      trip(critical);
    } else if (absence.isTooOften(nowNanos)) {
      trip(critical.and("; it is the third time within ten minutes"));
    } else {
      absence.begin(nowNanos, critical, health.green());
      restart();
    }
  }

  /** Everyone goes to blue until {@link #start}. */
  void trip(Verdict critical) {
    absence.end();
    trip = critical;
  }

  /**
   * Another build of a stack answers now.
   *
   * @return whether green begins anew; what is decided stays so
   */
  boolean renewed(long nowNanos, Stack stack) {
    advance(nowNanos);
    boolean isAnew = stack == Stack.GREEN && isHere();
    if (isAnew) {
      restart();
    }
    return isAnew;
  }

  void lost(long nowNanos, long samples) {
    advance(nowNanos);
    run.lost(this.nowNanos, samples);
  }

  void health(long nowNanos, Stack stack, StackHealth said) {
    advance(nowNanos);
    health.health(this.nowNanos, stack, said);
    if (stack == Stack.GREEN && absence.isAway()) {
      absence.health(this.nowNanos, said);
    }
  }

  Turn tick(long nowNanos) {
    advance(nowNanos);
    if (trip != null) {
      return Turn.GONE;
    }
    return absence.isAway() ? tickAway() : tickHere();
  }

  private Turn tickAway() {
    if (absence.mayEnd(nowNanos)) {
      absence.end();
      restart();
      return Turn.BACK;
    }
    if (absence.isTooLong(nowNanos)) {
      trip(absence.cause().and("; that was ten minutes ago, and it is not back"));
    }
    return Turn.GONE;
  }

  private Turn tickHere() {
    run.tick(nowNanos);
    if (!green.equals(Weight.NONE)) {
      CriterionStatus probes = probes();
      if (probes.level() == Level.CRITICAL) {
        leave(probes.verdict(Level.CRITICAL), !health.isFelt());
      }
    }
    return isHere() ? Turn.HERE : Turn.GONE;
  }

  /** Whether green is judged: nothing has been decided about it. */
  boolean isHere() {
    return trip == null && !absence.isAway();
  }

  /** What is decided, or is about to be; null when nothing speaks against green. */
  @Nullable Verdict verdict() {
    if (trip != null) {
      return trip;
    }
    if (absence.isAway()) {
      return absence.verdict(nowNanos);
    }
    Verdict ofRun = run.verdict();
    return ofRun.level() == Level.WARNING ? ofRun : null;
  }

  /** What the probes of green say. */
  CriterionStatus probes() {
    return health.status(nowNanos);
  }

  List<CriterionStatus> criteria() {
    return List.of(run.status(), probes());
  }

  long nowNanos() {
    return nowNanos;
  }

  Weight green() {
    return green;
  }

  private void advance(long nowNanos) {
    if (nowNanos - this.nowNanos > 0) {
      this.nowNanos = nowNanos;
    }
  }
}
