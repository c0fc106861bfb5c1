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
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

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
  private static final String BLUE_GONE = "blue_gone";

  private final Outage outage;
  private final HurtUsers hurt;
  private final Slowness slowness;
  private final OnLatency onLatency;
  private final SharedFault shared;
  private final LateStage late;
  private final BlueAgainstBlue blueAgainstBlue;
  private final LastingEvidence lasting;
  private final KnownUsers known = new KnownUsers();
  private final RecentTraffic recent = new RecentTraffic(0);
  private final Uncontrolled uncontrolled = new Uncontrolled();
  private final Linger linger = new Linger();
  private final Sender sender = new Sender();
  private StackHealth blue = StackHealth.UNKNOWN;
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
    blueAgainstBlue = new BlueAgainstBlue(hurt.test(), settings.errorRate());
    String terms = settings + "\n" + routes + "\n" + budget;
    lasting = new LastingEvidence(terms, hurt, blueAgainstBlue, late, slowness);
  }

  @Override
  public void start(long nowNanos, Weight green) {
    outage.start(nowNanos, green);
    recent.restart(nowNanos);
    blueAgainstBlue.restart(nowNanos);
    blueAgainstBlue.setWeight(green);
    shared.raised(nowNanos);
    slowness.start(nowNanos, green);
    restart(nowNanos);
  }

  private void restart(long nowNanos) {
    hurt.restart(nowNanos);
    late.restart(nowNanos);
    uncontrolled.restart();
    linger.restart();
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
    } else if (outage.record(sample, sender.vouchedUser(), isFailure)) {
      count(sample.stack(), isFailure);
      weigh(sample, isFailure);
    }
  }

  /** Only of users it is known what they are on a stack for. */
  private void count(Stack stack, boolean isFailure) {
    if (sender.isUser()) {
      recent.record(sender.user(), stack, isFailure);
    }
  }

  private void weigh(Sample sample, boolean isFailure) {
    slowness.record(sample);
    if (sender.isUser()) {
      late.record(sender.user(), sample.stack(), isFailure);
    }
    if (sample.stack() == Stack.BLUE) {
      blueAgainstBlue.record(sender, isFailure);
    } else {
      uncontrolled.record(sample, sender.vouchedUser(), isFailure);
      if (isFailure && isWithoutControl) {
        judgeWithoutControl();
      }
    }
    AffectedUsers proof = hurt.record(sample, sender, outage.green(), isFailure);
    if (proof != null) {
      leave(proof);
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
    return outage.isHere() && !isBlueGone();
  }

  private boolean isBlueGone() {
    return blue.instances() > 0 && blue.healthy() == 0 && isBlueSilent();
  }

  private boolean isBlueSilent() {
    Sum minute = recent.last(Stack.BLUE, RecentTraffic.MINUTE);
    return minute.failures() == minute.requests();
  }

  /**
   * Losses hit both stacks alike, so that the evidence stays; silence means nothing for a while.
   */
  @Override
  public void lost(long nowNanos, long samples) {
    outage.lost(nowNanos, samples);
    lossSecond = SlidingCounts.secondOf(outage.nowNanos());
  }

  @Override
  public void health(long nowNanos, Stack stack, StackHealth said) {
    outage.health(nowNanos, stack, said);
    if (stack == Stack.BLUE) {
      blue = said;
    } else {
      uncontrolled.health(said);
    }
  }

  @Override
  public void tick(long nowNanos) {
    Outage.Turn turn = outage.tick(nowNanos);
    long now = outage.nowNanos();
    recent.tick(now);
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
    noteWarning(nowNanos);
  }

  /** Nobody needs to ask for it to be remembered. */
  private void noteWarning(long nowNanos) {
    Verdict warning = outage.isHere() ? warning() : null;
    if (warning != null) {
      linger.note(nowNanos, warning);
    }
  }

  private static Rates rates(Sum green, Sum blue) {
    return new Rates(green.rate(), blue.rate(), green.requests(), green.failedUsers());
  }

  @Override
  public Verdict verdict() {
    Verdict decided = outage.verdict();
    boolean isUrgent = decided != null && decided.action() != Action.NONE;
    if (decided != null && (isUrgent || !isBlueGone())) {
      return decided;
    }
    if (outage.green().equals(Weight.NONE)) {
      return new Verdict(Level.INCONCLUSIVE, "run", "green has no users");
    }
    return linger.after(outage.nowNanos(), found());
  }

  private Verdict found() {
    Verdict warning = warning();
    return warning == null ? quiet() : warning;
  }

  private @Nullable Verdict warning() {
    if (isBlueGone()) {
      String sentence =
          "blue has no healthy instance and answers nobody: failing over would not help";
      return new Verdict(Level.WARNING, BLUE_GONE, sentence);
    }
    if (shared.isShared()) {
      String sentence = shared.sentence() + "; failing over would not help";
      return new Verdict(Level.WARNING, SharedFault.NAME, sentence, shared.evidence());
    }
    AffectedUsers worst = hurt.worst();
    CriterionStatus slowest = slowness.worst().status();
    if (worst.ruling() != Ruling.NONE) {
      return verdict(worst, Level.WARNING);
    }
    return slowest.level() == Level.WARNING ? slowest.verdict(Level.WARNING) : null;
  }

  /** What is to be said when there is nothing to warn of. */
  private Verdict quiet() {
    CriterionStatus probes = outage.probes();
    if (probes.level() != Level.OK) {
      return ofProbes(probes);
    }
    if (isLossy()) {
      return new Verdict(Level.INCONCLUSIVE, "lost", "samples were lost within the last minute");
    }
    CriterionStatus slowest = slowness.worst().status();
    Level level = hurt.errors().level(outage.green());
    return level == Level.OK && slowest.level() == Level.INCONCLUSIVE
        ? slowest.verdict(Level.INCONCLUSIVE)
        : verdict(hurt.errors(), level);
  }

  /** They warn while they fail and no longer: a restart of green is no reason to wait. */
  private static Verdict ofProbes(CriterionStatus probes) {
    boolean isUnknown = probes.level() == Level.INCONCLUSIVE;
    return new Verdict(
        isUnknown ? Level.INCONCLUSIVE : Level.WARNING, probes.criterion(), probes.sentence());
  }

  private Verdict verdict(AffectedUsers users, Level level) {
    String sentence =
        level == Level.INCONCLUSIVE
            ? users.criterion() + ": " + missing()
            : users.sentence(outage.green());
    return new Verdict(level, users.criterion(), sentence, users.evidence());
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
        && SlidingCounts.secondOf(outage.nowNanos()) - lossSecond < SlidingCounts.WINDOW;
  }

  private String missing() {
    AffectedUsers errors = hurt.errors();
    return Outlook.missing(errors, outage.green(), errors.greenRequests(), recent.perMinute());
  }

  @Override
  public List<CriterionStatus> criteria() {
    String missing = missing();
    List<CriterionStatus> criteria = new ArrayList<>(outage.criteria());
    hurt.all().forEach(users -> criteria.add(users.status(outage.green(), missing)));
    criteria.addAll(slowness.criteria());
    criteria.add(blueAgainstBlue.status());
    return criteria;
  }
}
