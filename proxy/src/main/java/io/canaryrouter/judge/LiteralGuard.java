package io.canaryrouter.judge;

import io.canaryrouter.judge.Verdict.Action;
import io.canaryrouter.judge.Verdict.Level;
import io.canaryrouter.measure.Fault;
import io.canaryrouter.measure.Outcome;
import io.canaryrouter.measure.Sample;
import io.canaryrouter.routes.Route;
import io.canaryrouter.split.Stack;
import io.canaryrouter.split.StackHealth;
import io.canaryrouter.split.Weight;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Holds green to limits by the letter: {@code guard.mode: literal}.
 *
 * <p>Three kinds of criteria, each of which can send everyone to blue: the run of failures ({@link
 * RunRule}), health ({@link HealthRule}) and the limits ({@link Limit}). The first that does is the
 * verdict until {@link #start}. When all that failed was refused connections, and blue answered
 * every one, green only goes away ({@link Absence}): then nothing is judged but whether it may come
 * back, and afterwards all figures begin anew.
 *
 * <p>Only requests that the hash placed count, and of them those that tell something of their
 * stack: not what client or router ended, and no tunnels. Time that steps backwards stands still.
 * Constant memory, see {@link Limits}; a sample costs a map look-up and a few increments.
 */
public final class LiteralGuard implements Judge {
  /**
   * The reasons with which it may trip, the limits of routes aside, whose names are reasons too.
   */
  public static final List<String> REASONS =
      Stream.concat(
              RunRule.REASONS.stream(),
              Stream.of(HealthRule.NAME, "error_rate", "latency_p95", "latency_vs_blue"))
          .toList();

  private static final long NO_LOSS = Long.MIN_VALUE;

  private final RunRule run = new RunRule();
  private final HealthRule health;
  private final Limits limits;
  private final Absence absence = new Absence();
  private Weight green = Weight.NONE;
  private long nowNanos;
  private long lossSecond = NO_LOSS;
  private @Nullable Verdict trip;

  /** A guard of these limits, the routes' own among them. */
  public LiteralGuard(GuardSettings settings, List<Route> routes) {
    health = new HealthRule(settings.sustainedNanos());
    limits = new Limits(settings, routes);
  }

  @Override
  public void start(long nowNanos, Weight green) {
    this.nowNanos = nowNanos;
    this.green = green;
    trip = null;
    absence.forget();
    restart();
  }

  /** Evidence belongs to the epoch it was gathered in. */
  @Override
  public void setWeight(long nowNanos, Weight green) {
    start(nowNanos, green);
  }

  private void restart() {
    lossSecond = NO_LOSS;
    run.start(nowNanos, green);
    health.start(nowNanos);
    limits.clear(second(nowNanos));
  }

  @Override
  public void record(Sample sample) {
    boolean isFailure = sample.outcome().fault() == Fault.STACK;
    boolean isSuccess =
        sample.outcome().fault() == Fault.NONE && sample.outcome() != Outcome.TUNNEL;
    if (trip != null || !sample.judged() || !(isFailure || isSuccess)) {
      return;
    }
    if (absence.isAway()) {
      recordAway(sample, isFailure);
      return;
    }
    run.record(sample);
    if (sample.stack() == Stack.GREEN) {
      health.countGreen(nowNanos, sample, isFailure);
    }
    limits.record(sample, second(sample.endNanos()), isFailure);
    if (run.isTripped()) {
      Verdict verdict = run.verdict();
      leave(verdict.reason(), verdict.sentence(), run.isCovered());
    }
  }

  /** What was on green when it went away still ends; one who is hurt by it is one too many. */
  private void recordAway(Sample sample, boolean isFailure) {
    if (isFailure && sample.stack() == Stack.GREEN && !sample.rescued()) {
      trip(absence.reason(), absence.cause() + "; then a request failed that blue did not answer");
    }
  }

  /** Everyone goes to blue: for now when nobody was hurt and it is not the third time. */
  private void leave(String reason, String sentence, boolean isCovered) {
    if (!isCovered) {
      trip(reason, sentence);
    } else if (absence.isTooOften(nowNanos)) {
      trip(reason, sentence + "; it is the third time within ten minutes");
    } else {
      absence.begin(nowNanos, reason, sentence, health.green());
      restart();
    }
  }

  private void trip(String reason, String sentence) {
    absence.end();
    trip = new Verdict(Level.CRITICAL, reason, sentence);
  }

  /** A loss leaves a limit's window as the window moves on. */
  @Override
  public void lost(long nowNanos, long samples) {
    advance(nowNanos);
    lossSecond = second(this.nowNanos);
    run.lost(this.nowNanos, samples);
  }

  @Override
  public void health(long nowNanos, Stack stack, StackHealth said) {
    advance(nowNanos);
    health.health(this.nowNanos, stack, said);
    if (stack == Stack.GREEN && absence.isAway()) {
      absence.health(this.nowNanos, said);
    }
  }

  /**
   * Another green begins with nothing, but stays away as long as the one before would have; of blue
   * no limit remembers more than its window.
   */
  @Override
  public void renewed(long nowNanos, Stack stack) {
    advance(nowNanos);
    if (stack == Stack.GREEN && trip == null && !absence.isAway()) {
      restart();
    }
  }

  @Override
  public void tick(long nowNanos) {
    advance(nowNanos);
    if (trip != null) {
      return;
    }
    if (absence.isAway()) {
      tickAway();
    } else {
      tickHere();
    }
  }

  private void tickAway() {
    if (absence.mayEnd(nowNanos)) {
      absence.end();
      restart();
    } else if (absence.isTooLong(nowNanos)) {
      trip(absence.reason(), absence.cause() + "; that was ten minutes ago, and it is not back");
    }
  }

  private void tickHere() {
    run.tick(nowNanos);
    limits.tick(nowNanos, second(nowNanos), lossSecond);
    if (green.equals(Weight.NONE)) {
      return;
    }
    CriterionStatus probes = health.status(nowNanos);
    if (probes.level() == Level.CRITICAL) {
      leave(probes.criterion(), probes.sentence(), !health.isFelt());
      return;
    }
    limits.criteria().stream()
        .filter(status -> status.level() == Level.CRITICAL)
        .findFirst()
        .ifPresent(status -> trip(status.criterion(), status.sentence()));
  }

  @Override
  public Verdict verdict() {
    if (trip != null) {
      return trip;
    }
    if (absence.isAway()) {
      return new Verdict(Level.WARNING, absence.reason(), absence.sentence(nowNanos), Action.AWAY);
    }
    Verdict ofRun = run.verdict();
    if (ofRun.level() == Level.WARNING) {
      return ofRun;
    }
    if (green.equals(Weight.NONE)) {
      return new Verdict(Level.INCONCLUSIVE, "run", "green has no users");
    }
    List<CriterionStatus> criteria = criteria();
    CriterionStatus worst = criteria.get(0);
    for (CriterionStatus status : criteria) {
      worst = status.level().compareTo(worst.level()) > 0 ? status : worst;
    }
    return worst.level() == Level.OK ? allWell(criteria) : verdict(worst);
  }

  /**
   * The health rule is CRITICAL between two ticks at most; what is done about it, the tick says.
   */
  private static Verdict verdict(CriterionStatus worst) {
    Level level = worst.level() == Level.CRITICAL ? Level.WARNING : worst.level();
    return new Verdict(level, worst.criterion(), worst.sentence());
  }

  private static Verdict allWell(List<CriterionStatus> criteria) {
    CriterionStatus errors =
        criteria.stream()
            .filter(status -> status.criterion().equals("error_rate"))
            .findFirst()
            .orElseThrow();
    return new Verdict(Level.OK, errors.criterion(), errors.sentence());
  }

  @Override
  public List<CriterionStatus> criteria() {
    List<CriterionStatus> criteria = new ArrayList<>();
    criteria.add(run.status());
    criteria.add(health.status(nowNanos));
    criteria.addAll(limits.criteria());
    return criteria;
  }

  private void advance(long nowNanos) {
    if (nowNanos - this.nowNanos > 0) {
      this.nowNanos = nowNanos;
    }
  }

  private static long second(long nanos) {
    return Math.floorDiv(nanos, 1_000_000_000L);
  }
}
