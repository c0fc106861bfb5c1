package io.canaryrouter.judge;

import io.canaryrouter.judge.Gates.Rates;
import io.canaryrouter.judge.GuardSettings.OnLatency;
import io.canaryrouter.judge.RecentTraffic.Sum;
import io.canaryrouter.judge.Verdict.Action;
import io.canaryrouter.judge.Verdict.Level;
import io.canaryrouter.measure.Fault;
import io.canaryrouter.measure.Sample;
import io.canaryrouter.measure.Sample.Remark;
import io.canaryrouter.routes.Route;
import io.canaryrouter.split.Stack;
import io.canaryrouter.split.StackHealth;
import io.canaryrouter.split.Weight;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;

/**
 * Judges green against blue: {@code guard.mode: judged}.
 *
 * <p>The unit is the user. An outage is found within a few requests ({@link Outage}); whatever
 * hurts users more on green than on blue, by an exact test over newly hurt users ({@link
 * HurtUsers}); slowness by tests that groups of users make robust. A limit of the guard says what
 * matters, the evidence says what is true; both together send everyone to blue, either alone warns.
 * Where there is no control, rules without one take their place ({@link Uncontrolled}, {@link
 * LateStage}), and what ails both stacks is told apart ({@link SharedFault}).
 *
 * <p>Only requests that the hash placed count, and of them those that tell something of their
 * stack: not what client or router ended, and no tunnels. What blue failed as well, asked the same,
 * is held against nobody. Time that steps backwards stands still. Constant memory. Not thread-safe.
 */
public final class JudgedGuard implements Judge {
  /** The reasons with which it may trip, those of routes aside, whose names are reasons too. */
  public static final List<String> REASONS =
      Stream.of(
              Outage.REASONS,
              HurtUsers.REASONS,
              Slowness.REASONS,
              List.of(Uncontrolled.NAME, LateStage.NAME, SharedFault.TRIAL))
          .flatMap(List::stream)
          .toList();

  /** Routes with a success rate that it judges on their own. */
  public static final int MOST_ROUTES = HurtUsers.MOST_ROUTES;

  private static final long NO_LOSS = Long.MIN_VALUE;
  private static final long LATELY = 5 * RecentTraffic.MINUTE;

  private final Outage outage;
  private final RunRule rejections = RunRule.ofRejections();
  private final HurtUsers hurt;
  private final Slowness slowness;
  private final OnLatency onLatency;
  private final SharedFault shared;
  private final LateStage late;
  private final BlueAgainstBlue blueAgainstBlue;
  private final LastingEvidence lasting;
  private final KnownUsers known = new KnownUsers();
  private final RecentTraffic recent = new RecentTraffic(0);
  private final Refuge refuge = new Refuge(recent);
  private final Uncontrolled uncontrolled = new Uncontrolled();
  private final Bulletin bulletin;
  private final Sender sender = new Sender();

  /** Of each network whose keys nobody vouches for one request a minute, for the limits alone. */
  private final UserCap strangers = new UserCap(0, 1);

  private boolean isWithoutControl;
  private long lossSecond = NO_LOSS;

  /** A guard of these limits, the routes' own among them, for a rollout of the budget's length. */
  public JudgedGuard(GuardSettings settings, List<Route> routes, AlphaBudget budget) {
    outage = new Outage(RunRule.againstBlue(), settings.sustainedNanos());
    hurt = new HurtUsers(settings, routes, budget);
    slowness = new Slowness(budget, settings, routes);
    onLatency = settings.onLatency();
    shared = new SharedFault(settings.errorRate());
    late = new LateStage(settings.errorRate());
    blueAgainstBlue = new BlueAgainstBlue(hurt, settings.errorRate());
    bulletin = new Bulletin(outage, hurt, slowness, shared, refuge, recent);
    String terms = settings + "\n" + routes + "\n" + budget;
    lasting = new LastingEvidence(terms, hurt, blueAgainstBlue, late, slowness);
  }

  @Override
  public void start(long nowNanos, Weight green) {
    outage.start(nowNanos, green);
    recent.restart(nowNanos);
    strangers.restart(nowNanos);
    blueAgainstBlue.restart(nowNanos);
    blueAgainstBlue.setWeight(green);
    shared.raised(nowNanos);
    slowness.start(nowNanos, green);
    restart(nowNanos);
  }

  private void restart(long nowNanos) {
    rejections.setWeight(nowNanos, outage.green());
    hurt.restart(nowNanos);
    late.restart(nowNanos);
    uncontrolled.restart();
    bulletin.restart();
    lossSecond = NO_LOSS;
  }

  /** The evidence stays: each user is a bet at the weight it was placed by. */
  @Override
  public void setWeight(long nowNanos, Weight green) {
    if (green.compareTo(outage.green()) > 0) {
      shared.raised(nowNanos);
    }
    outage.setWeight(nowNanos, green);
    blueAgainstBlue.setWeight(green);
    slowness.setWeight(nowNanos, green);
    late.setWeight(outage.nowNanos());
    uncontrolled.restart();
    rejections.setWeight(nowNanos, green);
  }

  /** A new blue is another yardstick: what green did stays, what it was compared with does not. */
  @Override
  public void renewed(long nowNanos, Stack stack) {
    boolean isAnew = outage.renewed(nowNanos, stack);
    slowness.renewed(nowNanos, stack);
    blueAgainstBlue.restart(nowNanos);
    if (stack == Stack.BLUE) {
      late.forgetBlue();
      hurt.forgetEvidence(nowNanos);
    } else if (isAnew) {
      shared.renewed(nowNanos);
      restart(nowNanos);
    }
  }

  @Override
  public void record(Sample sample) {
    sender.set(sample, known.record(sample));
    boolean isFailure = sample.outcome().fault() == Fault.STACK;
    if (!sample.judged() || !sample.outcome().tellsOfStack()) {
      return;
    }
    if (sample.remark() == Remark.BLUE_FAILED_TOO) {
      count(Stack.GREEN, true);
      count(Stack.BLUE, true);
    } else if (outage.record(sample, sender.tellingUser(), isFailure)) {
      count(sample.stack(), isFailure);
      weigh(sample, isFailure);
    }
  }

  /** An account that fails wherever it is says nothing of how a stack is. */
  private void count(Stack stack, boolean isFailure) {
    if (sender.isTelling()) {
      recent.record(sender.user(), stack, isFailure);
    }
  }

  private void weigh(Sample sample, boolean isFailure) {
    if (sample.stack() == Stack.GREEN) {
      uncontrolled.record(sample, sender.tellingUser(), isFailure);
      if (isFailure && isWithoutControl) {
        judgeWithoutControl();
      }
    }
    if (sender.isUser()) {
      weighUser(sample, isFailure);
    } else if (strangers.admit(sample.network())) {
      hurt.recordStranger(sample, isFailure);
    }
  }

  private void weighUser(Sample sample, boolean isFailure) {
    slowness.record(sample);
    if (sender.isTelling()) {
      late.record(sender.user(), sample.stack(), isFailure);
    }
    if (sample.stack() == Stack.BLUE) {
      blueAgainstBlue.record(sender, isFailure);
    }
    AffectedUsers proof = hurt.record(sample, sender, outage.green(), isFailure);
    if (proof != null) {
      leave(proof);
    }
    if (sender.isServed() && !isFailure) {
      weighRejection(sample);
    }
  }

  /** An answer, for better or worse, to one whom a stack has served. */
  private void weighRejection(Sample sample) {
    rejections.record(sample, sender.user(), HurtUsers.isRejection(sample));
    if (rejections.isTripped()) {
      trip(rejections.verdict());
    }
  }

  /** A green whose refusals blue has answered is away, as when it refuses everybody. */
  private void leave(AffectedUsers proof) {
    if (mayMove()) {
      String sentence = proof.sentence(outage.green());
      outage.leave(
          new Verdict(Level.CRITICAL, proof.criterion(), sentence, proof.evidence()),
          !proof.isFelt());
    }
  }

  private void judgeWithoutControl() {
    Sum green = recent.last(Stack.GREEN, RecentTraffic.LONGEST);
    Sum blue = recent.last(Stack.BLUE, RecentTraffic.LONGEST);
    boolean isBlueWell = 2 * blue.failures() <= blue.requests();
    if (isBlueWell && uncontrolled.isDown(green)) {
      trip(Uncontrolled.NAME, uncontrolled.sentence(green, blue), Evidence.ofFailures(green, blue));
    }
  }

  private void trip(String reason, String sentence, Evidence evidence) {
    trip(new Verdict(Level.CRITICAL, reason, sentence, evidence));
  }

  private void trip(Verdict critical) {
    if (mayMove()) {
      outage.trip(critical);
    }
  }

  /** The first reason holds; and whoever went to a blue that is gone would be worse off. */
  private boolean mayMove() {
    return outage.isHere() && !refuge.isGone();
  }

  /**
   * Losses hit both stacks alike, so that the evidence stays; silence means nothing for a while.
   */
  @Override
  public void lost(long nowNanos, long samples) {
    outage.lost(nowNanos, samples);
    rejections.lost(nowNanos, samples);
    lossSecond = SlidingSum.secondOf(outage.nowNanos());
  }

  @Override
  public void health(long nowNanos, Stack stack, StackHealth said) {
    outage.health(nowNanos, stack, said);
    if (stack == Stack.BLUE) {
      refuge.health(said);
    } else {
      uncontrolled.health(said);
    }
  }

  @Override
  public void tick(long nowNanos) {
    Outage.Turn turn = outage.tick(nowNanos);
    long now = outage.nowNanos();
    recent.tick(now);
    strangers.tick(now);
    late.tick(now);
    blueAgainstBlue.tick(now);
    slowness.tick(now);
    shared.tick(now, recent);
    isWithoutControl = Uncontrolled.isWithoutControl(recent);
    switch (turn) {
      case HERE -> tickHere(now);
      case BACK -> {
        uncontrolled.restart();
        hurt.forgetEvidence(now);
      }
      case GONE -> {}
    }
  }

  private void tickHere(long nowNanos) {
    if (shared.isBlueAlone()) {
      hurt.forgetEvidence(nowNanos);
      slowness.forgetTail(nowNanos);
    }
    Sum green = recent.last(Stack.GREEN, LATELY);
    Sum blue = recent.last(Stack.BLUE, LATELY);
    hurt.tick(nowNanos, lossSecond, rates(green, blue));
    if (outage.green().equals(Weight.NONE)) {
      return;
    }
    for (AffectedUsers users : hurt.all()) {
      if (users.isProof()) {
        leave(users);
      }
    }
    Slowness.Finding slowest = slowness.worst();
    if (slowest.ruling().action(onLatency) == Action.FAILOVER) {
      trip(slowest.status().verdict(Level.CRITICAL));
    }
    if (isWithoutControl) {
      judgeWithoutControl();
    }
    if (late.isOver(outage.green(), green, blue)) {
      trip(LateStage.NAME, late.sentence(green, blue), Evidence.ofFailures(green, blue));
    }
    if (mayMove() && shared.isTrialDue()) {
      trip(
          SharedFault.TRIAL,
          shared.sentence() + "; it began with the last change of green, so blue is tried once",
          shared.evidence());
    }
    if (outage.isHere()) {
      bulletin.tick(nowNanos);
    }
  }

  private static Rates rates(Sum green, Sum blue) {
    return new Rates(green.rate(), blue.rate(), green.requests(), green.failedUsers());
  }

  @Override
  public Verdict verdict() {
    Verdict decided = outage.verdict();
    boolean isUrgent = decided != null && decided.action() != Action.NONE;
    if (decided != null && (isUrgent || !refuge.isGone())) {
      return decided;
    }
    if (outage.green().equals(Weight.NONE)) {
      return new Verdict(Level.INCONCLUSIVE, "run", "green has no users");
    }
    return bulletin.verdict(outage.nowNanos(), isLossy());
  }

  @Override
  public void writeTo(DataOutput out) throws IOException {
    lasting.writeTo(out);
  }

  @Override
  public void readFrom(DataInput in, long nowNanos) throws IOException {
    lasting.readFrom(in, nowNanos, outage.green());
  }

  private boolean isLossy() {
    return lossSecond != NO_LOSS
        && SlidingSum.secondOf(outage.nowNanos()) - lossSecond < SlidingSum.WINDOW;
  }

  @Override
  public List<CriterionStatus> criteria() {
    List<CriterionStatus> criteria = bulletin.criteria();
    criteria.add(blueAgainstBlue.status());
    return criteria;
  }
}
