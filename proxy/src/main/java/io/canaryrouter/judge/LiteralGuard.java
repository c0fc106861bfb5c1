package io.canaryrouter.judge;

import io.canaryrouter.judge.Verdict.Level;
import io.canaryrouter.measure.Fault;
import io.canaryrouter.measure.Sample;
import io.canaryrouter.routes.Route;
import io.canaryrouter.split.Stack;
import io.canaryrouter.split.StackHealth;
import io.canaryrouter.split.Weight;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Holds green to limits by the letter: {@code guard.mode: literal}.
 *
 * <p>Two things can send everyone to blue: an outage ({@link Outage}) and the limits ({@link
 * Limit}). The first that does is the verdict until {@link #start}. When green has been away, all
 * figures begin anew afterwards.
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
              Outage.REASONS.stream(), Stream.of("error_rate", "latency_p95", "latency_vs_blue"))
          .toList();

  private static final long NO_LOSS = Long.MIN_VALUE;

  private final Outage outage;
  private final Limits limits;
  private long lossSecond = NO_LOSS;

  /** A guard of these limits, the routes' own among them. */
  public LiteralGuard(GuardSettings settings, List<Route> routes) {
    outage = new Outage(new RunRule(), settings.sustainedNanos());
    limits = new Limits(settings, routes);
  }

  @Override
  public void start(long nowNanos, Weight green) {
    outage.start(nowNanos, green);
    restart();
  }

  /** Evidence belongs to the epoch it was gathered in. */
  @Override
  public void setWeight(long nowNanos, Weight green) {
    start(nowNanos, green);
  }

  private void restart() {
    lossSecond = NO_LOSS;
    limits.clear(SlidingSum.secondOf(outage.nowNanos()));
  }

  @Override
  public void record(Sample sample) {
    boolean isFailure = sample.outcome().fault() == Fault.STACK;
    if (!sample.judged() || !sample.outcome().tellsOfStack()) {
      return;
    }
    if (outage.record(sample, sample.userHash(), isFailure)) {
      limits.record(sample, SlidingSum.secondOf(sample.endNanos()), isFailure);
    }
  }

  /** A loss leaves a limit's window as the window moves on. */
  @Override
  public void lost(long nowNanos, long samples) {
    outage.lost(nowNanos, samples);
    lossSecond = SlidingSum.secondOf(outage.nowNanos());
  }

  @Override
  public void health(long nowNanos, Stack stack, StackHealth said) {
    outage.health(nowNanos, stack, said);
  }

  /**
   * Another green begins with nothing, but stays away as long as the one before would have; of blue
   * no limit remembers more than its window.
   */
  @Override
  public void renewed(long nowNanos, Stack stack) {
    if (outage.renewed(nowNanos, stack)) {
      restart();
    }
  }

  @Override
  public void tick(long nowNanos) {
    switch (outage.tick(nowNanos)) {
      case HERE -> tickLimits();
      case BACK -> restart();
      case GONE -> {}
    }
  }

  private void tickLimits() {
    limits.tick(outage.nowNanos(), SlidingSum.secondOf(outage.nowNanos()), lossSecond);
    if (!outage.green().equals(Weight.NONE)) {
      limits.criteria().stream()
          .filter(status -> status.level() == Level.CRITICAL)
          .findFirst()
          .ifPresent(status -> outage.trip(status.verdict(Level.CRITICAL)));
    }
  }

  @Override
  public Verdict verdict() {
    Verdict decided = outage.verdict();
    if (decided != null) {
      return decided;
    }
    if (outage.green().equals(Weight.NONE)) {
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
    return worst.verdict(level);
  }

  private static Verdict allWell(List<CriterionStatus> criteria) {
    CriterionStatus errors =
        criteria.stream()
            .filter(status -> status.criterion().equals("error_rate"))
            .findFirst()
            .orElseThrow();
    return errors.verdict(Level.OK);
  }

  @Override
  public List<CriterionStatus> criteria() {
    List<CriterionStatus> criteria = new ArrayList<>(outage.criteria());
    criteria.addAll(limits.criteria());
    return criteria;
  }
}
