package io.canaryrouter.rollout;

import io.canaryrouter.judge.Judge;
import io.canaryrouter.judge.Verdict;
import io.canaryrouter.split.DataPlane;
import io.canaryrouter.split.SplitTable;
import io.canaryrouter.split.Splitter;
import io.canaryrouter.split.Stack;
import io.canaryrouter.split.Weight;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Owns the weight, the latch, revision and epoch: changes them on command, and by itself when the
 * judge finds green down.
 *
 * <p>Each change is one new immutable table in the {@link Splitter}, one audit entry and one log
 * line. Owned by the control thread; only {@link #status()} may be called from others, who send
 * their wishes through {@link Commands}.
 */
public final class Control {
  /** So long after a failover a failback needs force. */
  public static final long FORCE_NANOS = TimeUnit.MINUTES.toNanos(10);

  private static final Logger LOG = LoggerFactory.getLogger(Control.class);
  private static final long TICK_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Splitter splitter;
  private final Watch watch;
  private final DataPlane dataPlane;
  private final Clocks clocks;
  private final AuditLog audit = new AuditLog();
  private final Map<String, Long> failovers = new TreeMap<>();
  private Basis basis;
  private long latchedAtNanos;
  private long nextTickNanos;
  private long faults;
  private volatile ControlStatus status;

  /** Takes over a splitter that stands on this basis. */
  public Control(Splitter splitter, Basis basis, Watch watch, DataPlane dataPlane, Clocks clocks) {
    this.splitter = splitter;
    this.basis = basis;
    this.watch = watch;
    this.dataPlane = dataPlane;
    this.clocks = clocks;
    long now = now();
    nextTickNanos = now + TICK_NANOS;
    watch.start(now, splitter.table().green());
    status = observed(now);
  }

  /** What is known as of the last second or change; any thread may ask. */
  public ControlStatus status() {
    return status;
  }

  /** One turn of the control thread: takes what has arrived, judges, acts, and shows it lives. */
  void turn() {
    long now = now();
    watch.drain(now, splitter.table());
    boolean isTick = now - nextTickNanos >= 0;
    if (isTick) {
      nextTickNanos = now + TICK_NANOS;
      attempt(() -> observeHealth(now));
      watch.tick(now);
    }
    Verdict verdict = watch.verdict();
    if (verdict.action() == Verdict.Action.FAILOVER && splitter.table().latch() == null) {
      latch(Cause.of("guard", verdict.sentence()), verdict.reason());
    }
    if (isTick) {
      status = observed(now);
      attempt(() -> dataPlane.setHungAfter(Watch.hungAfterNanos(status.figures())));
    }
    splitter.beat();
  }

  private void observeHealth(long nowNanos) {
    for (Stack stack : Stack.values()) {
      watch.health(nowNanos, stack, dataPlane.health(stack));
    }
  }

  /** Sets green's weight; refused while latched. The weight in force already is no change. */
  Change setSplit(Weight green, Cause cause) {
    requireSeen(cause);
    requireUnlatched("failback releases it");
    SplitTable before = splitter.table();
    if (green.equals(before.green())) {
      return current();
    }
    splitter.swap(next(green, before.salt(), null));
    watch.setWeight(now(), green);
    return record(cause, "split", "green from " + before.green() + " to " + green);
  }

  /** Sends everyone to blue until {@link #failback}; done already is no change. */
  Change failover(Cause cause) {
    requireSeen(cause);
    return splitter.table().latch() == null ? latch(cause, "manual") : current();
  }

  /** Releases the latch and sets exactly this weight. */
  Change failback(Weight green, boolean force, Cause cause) {
    requireSeen(cause);
    SplitTable before = splitter.table();
    if (before.latch() == null) {
      throw new Refused(
          Refused.Kind.STATE, "nothing is latched; PUT /api/v1/split changes the weight");
    }
    long remainingNanos = FORCE_NANOS - (now() - latchedAtNanos);
    if (remainingNanos > 0 && !force) {
      throw new Refused(
          Refused.Kind.STATE,
          "the failover is less than ten minutes old; wait "
              + (remainingNanos / TICK_NANOS + 1)
              + " s, or force it (--force, \"force\": true)");
    }
    splitter.swap(next(green, before.salt(), null));
    watch.start(now(), green);
    return record(cause, "failback", "green to " + green);
  }

  /**
   * Takes what a changed file says; an unchanged one leaves the state standing. Another green, or
   * another salt, begins at 0 % whatever weight the file gives.
   *
   * @param isOtherFile whether it also says something else of stacks or users than before
   */
  Change reconfigure(Basis changed, boolean isOtherFile, Cause cause) {
    requireSeen(cause);
    if (changed.equals(basis)) {
      return isOtherFile ? otherSettings(cause) : current();
    }
    requireUnlatched("failback releases it, then the file can be read again");
    boolean isOtherCanary = changed.isOtherCanary(basis);
    SplitTable before = splitter.table();
    Weight fromFile = changed.weight().equals(basis.weight()) ? before.green() : changed.weight();
    Weight green = isOtherCanary ? Weight.NONE : fromFile;
    basis = changed;
    splitter.swap(next(green, changed.salt(), null));
    watch.start(now(), green);
    String why = isOtherCanary ? " (green or salt changed)" : "";
    return record(cause, "reload", "green from " + before.green() + " to " + green + why);
  }

  /** Stacks are reached, or users recognised, in another way: an epoch of its own. */
  private Change otherSettings(Cause cause) {
    SplitTable before = splitter.table();
    splitter.swap(next(before.green(), before.salt(), before.latch()));
    if (before.latch() == null) {
      watch.setWeight(now(), before.green());
    }
    return record(cause, "reload", "settings of stacks or users, green stays at " + before.green());
  }

  private Change latch(Cause cause, String label) {
    SplitTable before = splitter.table();
    latchedAtNanos = now();
    long atEpochMillis = clocks.epochMillis().getAsLong();
    splitter.swap(
        next(
            before.green(),
            before.salt(),
            new SplitTable.Latch(label, cause.reason(), atEpochMillis, cause.by())));
    attempt(() -> dataPlane.closeTunnels(Stack.GREEN));
    attempt(() -> dataPlane.releaseQueued(Stack.GREEN));
    failovers.merge(label, 1L, Long::sum);
    return record(cause, "failover", "everyone to blue, green was at " + before.green());
  }

  /** Every change here is one of split or latch, so each opens an epoch. */
  private SplitTable next(Weight green, String salt, SplitTable.@Nullable Latch latch) {
    SplitTable before = splitter.table();
    return new SplitTable(
        before.revision() + 1, before.epoch() + 1, green, salt, latch, before.forcedBlue());
  }

  private Change record(Cause cause, String action, String detail) {
    Change change = current();
    long atEpochMillis = clocks.epochMillis().getAsLong();
    audit.append(
        new AuditEntry(
            atEpochMillis,
            cause.by(),
            action,
            detail,
            cause.reason(),
            change.revision(),
            change.epoch()));
    status = observed(now());
    LOG.info(
        "{} by {}: {}; reason: {}; revision {}, epoch {}",
        action,
        cause.by(),
        detail,
        cause.reason(),
        change.revision(),
        change.epoch());
    return change;
  }

  private Change current() {
    return new Change(splitter.table().revision(), splitter.table().epoch());
  }

  private ControlStatus observed(long nowNanos) {
    return new ControlStatus(
        watch.verdict(),
        watch.criteria(),
        watch.figures(nowNanos, splitter.table()),
        Map.copyOf(failovers),
        faults + watch.faults(),
        audit.entries());
  }

  /** Lets another judge take over, which begins at the weight that is set. */
  void judgeBy(Judge judge) {
    watch.replace(judge);
    watch.start(now(), splitter.table().green());
  }

  private void requireSeen(Cause cause) {
    long revision = splitter.table().revision();
    if (cause.seenRevision() != null && cause.seenRevision() != revision) {
      throw new Refused(
          Refused.Kind.STALE,
          "the state is at revision "
              + revision
              + ", not "
              + cause.seenRevision()
              + "; read it again before you change it");
    }
  }

  private void requireUnlatched(String wayOut) {
    SplitTable.Latch latch = splitter.table().latch();
    if (latch != null) {
      throw new Refused(
          Refused.Kind.STATE, "everyone is latched on blue (" + latch.sentence() + "); " + wayOut);
    }
  }

  /**
   * Something of the data plane that is wanted, but no error of which may stop what else is done.
   */
  private void attempt(Runnable effect) {
    try {
      effect.run();
    } catch (RuntimeException e) {
      faults++;
      LOG.error("The data plane failed to do what it was asked", e);
    }
  }

  private long now() {
    return clocks.nanos().getAsLong();
  }
}
