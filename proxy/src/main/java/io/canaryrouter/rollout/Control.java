package io.canaryrouter.rollout;

import io.canaryrouter.judge.Judge;
import io.canaryrouter.judge.Verdict;
import io.canaryrouter.split.DataPlane;
import io.canaryrouter.split.SplitTable;
import io.canaryrouter.split.SplitTable.Hold;
import io.canaryrouter.split.SplitTable.Latch;
import io.canaryrouter.split.Splitter;
import io.canaryrouter.split.Stack;
import io.canaryrouter.split.StackHealth;
import io.canaryrouter.split.Weight;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
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
public final class Control implements Standing.Listener {
  private static final Logger LOG = LoggerFactory.getLogger(Control.class);
  private static final long TICK_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Splitter splitter;
  private final Watch watch;
  private final DataPlane dataPlane;
  private final Clocks clocks;
  private final Keeper keeper;
  private final Standing standing;
  private final LatchAge latchAge;
  private final Chronicle chronicle;
  private final BuildNews builds = new BuildNews();
  private final VerdictLog verdicts = new VerdictLog();
  private final Checkpoints checkpoints;
  private final Map<String, Long> failovers = new TreeMap<>();
  private Basis file;

  /** Whom the judge's evidence is about. */
  private Basis judged;

  private @Nullable String awaySentence;
  private boolean isLooking;
  private long nextTickNanos;
  private long faults;
  private volatile ControlStatus status;

  /**
   * Takes over a splitter.
   *
   * @param opening what is remembered, of which the splitter has the table already
   */
  public Control(
      Splitter splitter,
      Opening opening,
      Keeper keeper,
      Watch watch,
      DataPlane dataPlane,
      Clocks clocks) {
    this.splitter = splitter;
    this.file = opening.file();
    this.judged = met(opening.state());
    this.keeper = keeper;
    this.watch = watch;
    this.dataPlane = dataPlane;
    this.clocks = clocks;
    this.latchAge = new LatchAge(clocks);
    this.chronicle = new Chronicle(keeper, clocks, opening.audit());
    this.standing = new Standing(keeper, opening, this);
    this.checkpoints = new Checkpoints(keeper, watch, clocks);
    long now = now();
    nextTickNanos = now + TICK_NANOS;
    latchAge.of(null, opening.state().latch());
    publish();
    watch.start(now, opening.state().green());
    status = observed(now);
    if (opening.doubt() == null) {
      checkpoints.recall();
    }
    keeper.watch(standing::saw);
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
      if (doubt() == null) {
        checkpoints.tick(subject(), standing.state().green());
      }
      look();
      chronicle.tick(this::refresh);
    }
    Verdict verdict = watch.verdict();
    verdicts.tell(verdict);
    follow(verdict);
    if (isTick) {
      status = observed(now);
      attempt(() -> dataPlane.setHungAfter(Watch.hungAfterNanos(status.figures())));
    }
    splitter.beat();
  }

  /** The last thing: leaves to the next process what this one has found out. */
  void end() {
    if (doubt() == null) {
      checkpoints.save(subject());
    }
  }

  private Subject subject() {
    State state = standing.state();
    return Subject.of(state, met(state), builds.build(Stack.BLUE), builds.build(Stack.GREEN));
  }

  /** A store that hangs is asked one question at a time. */
  private void look() {
    if (!isLooking) {
      isLooking = true;
      keeper
          .look()
          .thenAccept(there -> {
            isLooking = false;
            standing.saw(there);
          });
    }
  }

  private void observeHealth(long nowNanos) {
    for (Stack stack : Stack.values()) {
      StackHealth health = dataPlane.health(stack);
      watch.health(nowNanos, stack, health);
      String before = builds.replacedBy(stack, health);
      if (before != null) {
        renewed(nowNanos, stack, health.build(), before);
      }
    }
  }

  /** No new epoch: users stay where they are, and what was measured stays theirs. */
  private void renewed(long nowNanos, Stack stack, String build, String before) {
    watch.renewed(nowNanos, stack);
    String consequence =
        stack == Stack.GREEN
            ? "what was seen of the build before says nothing of this one"
            : "from now on green is compared with this one";
    String detail = stack.label() + " answers with build " + build;
    record(
        Cause.of("guard", consequence),
        "build",
        before.isEmpty() ? detail : detail + ", before it was " + before);
  }

  // ---- what the judge asks for --------------------------------------------------------------

  private void follow(Verdict verdict) {
    if (standing.state().latch() != null) {
      return;
    }
    switch (verdict.action()) {
      case FAILOVER -> latch(Cause.of(verdict), verdict.reason());
      case AWAY -> leave(verdict);
      case NONE -> comeBack(verdict);
    }
  }

  private void leave(Verdict verdict) {
    if (awaySentence == null) {
      awaySentence = verdict.sentence();
      publish();
      attempt(() -> dataPlane.releaseQueued(Stack.GREEN));
      record(Cause.of(verdict), "away", "everyone to blue for now, unlatched");
    }
  }

  private void comeBack(Verdict verdict) {
    if (awaySentence != null) {
      awaySentence = null;
      publish();
      String detail = "green takes " + standing.state().green() + " again";
      record(Cause.of(verdict), "back", detail);
    }
  }

  private Change latch(Cause cause, String label) {
    State before = standing.state();
    long atEpochMillis = clocks.epochMillis().getAsLong();
    Latch latch = new Latch(label, cause.reason(), atEpochMillis, cause.by());
    State now = standing.impose(latch);
    latchAge.of(before.latch(), now.latch());
    awaySentence = null;
    publish();
    empty();
    failovers.merge(label, 1L, Long::sum);
    return record(cause, "failover", "everyone to blue, green was at " + before.green());
  }

  private void empty() {
    attempt(() -> dataPlane.closeTunnels(Stack.GREEN));
    attempt(() -> dataPlane.releaseQueued(Stack.GREEN));
  }

  // ---- commands -----------------------------------------------------------------------------

  /** Sets green's weight; refused while latched. The weight in force already is no change. */
  CompletableFuture<Change> setSplit(Weight green, Cause cause) {
    Weight before = standing.state().green();
    CompletableFuture<Change> change =
        propose(
            cause,
            "split",
            "green from " + before + " to " + green,
            state -> {
              requireUnlatched(state, "failback releases it");
              return green.equals(state.green()) ? state : state.withGreen(green);
            });
    return change.exceptionallyCompose(e -> lowered(green, cause, e));
  }

  /** A smaller weight leads to blue and waits for no store. */
  private CompletableFuture<Change> lowered(Weight green, Cause cause, Throwable e) {
    Weight before = standing.state().green();
    boolean isStore = cause(e) instanceof Refused refused && refused.kind() == Refused.Kind.STORE;
    if (!isStore || standing.doubt() != null || green.compareTo(before) >= 0) {
      return CompletableFuture.failedFuture(cause(e));
    }
    standing.impose(green);
    return CompletableFuture.completedFuture(
        settled(cause, "split", "green from " + before + " to " + green + ", not yet written"));
  }

  /** Sends everyone to blue until {@link #failback}; done already is no change. */
  CompletableFuture<Change> failover(Cause cause) {
    requireSeen(standing.state(), cause);
    Latch latched = standing.state().latch();
    if (latched == null) {
      return CompletableFuture.completedFuture(latch(cause, "manual"));
    }
    standing.insist(latched);
    return CompletableFuture.completedFuture(current());
  }

  /** Releases the latch and sets exactly this weight. */
  CompletableFuture<Change> failback(Weight green, boolean force, Cause cause) {
    return propose(
        cause,
        "failback",
        "green to " + green,
        state -> {
          if (state.latch() == null) {
            throw new Refused(
                Refused.Kind.STATE, "nothing is latched; PUT /api/v1/split changes the weight");
          }
          latchAge.requireOldEnough(force);
          return state.released(green);
        });
  }

  /**
   * Takes what a changed file says; an unchanged one leaves the state standing. Another green, or
   * another salt, begins at 0 % whatever weight the file gives.
   *
   * @param isOtherFile whether it also says something else of stacks or users than before
   */
  CompletableFuture<Change> reconfigure(Basis changed, boolean isOtherFile, Cause cause) {
    State before = standing.state();
    return propose(
        cause,
        "reload",
        reloadDetail(before, changed),
        state -> {
          if (changed.equals(state.basis())) {
            return isOtherFile ? state.anew() : state;
          }
          requireUnlatched(state, "failback releases it, then the file can be read again");
          return state.onFile(changed);
        },
        () -> file = changed);
  }

  private String reloadDetail(State before, Basis changed) {
    if (changed.equals(before.basis())) {
      return "settings of stacks or users, green stays at "
          + before.green()
          + changed.newsSince(file);
    }
    Weight green = before.onFile(changed).green();
    String weight =
        green.equals(before.green())
            ? "green stays at " + green
            : "green from " + before.green() + " to " + green;
    return weight + changed.newsSince(before.basis());
  }

  private CompletableFuture<Change> propose(
      Cause cause, String action, String detail, UnaryOperator<State> change) {
    return propose(cause, action, detail, change, () -> {});
  }

  private CompletableFuture<Change> propose(
      Cause cause, String action, String detail, UnaryOperator<State> change, Runnable taken) {
    boolean wasDoubtful = standing.doubt() != null;
    return standing
        .propose(state -> {
          requireSeen(state, cause);
          return change.apply(state);
        })
        .thenApply(now -> {
          taken.run();
          boolean isChange = wasDoubtful || now.revision() != splitter.table().revision();
          return isChange ? settled(cause, action, detail) : current();
        });
  }

  /** A change of this router's has taken effect. */
  private Change settled(Cause cause, String action, String detail) {
    show(splitter.table());
    return record(cause, action, detail);
  }

  // ---- what other routers did ---------------------------------------------------------------

  @Override
  public void joined(State now) {
    LOG.info("the state of revision {} holds, from {}", now.revision(), keeper.where());
    show(splitter.table());
    checkpoints.recall();
    chronicle.catchUp(this::refresh);
    if (!now.basis().equals(file)) {
      reconfigure(file, false, Cause.of("file", "the file has changed since the state was written"))
          .exceptionally(e -> {
            LOG.warn("the file's change was not taken: {}", cause(e).getMessage());
            return current();
          });
    }
  }

  @Override
  public void adopted(State before, State now) {
    if (!before.equals(now)) {
      LOG.info(
          "another router has brought about revision {}, epoch {}: green at {}{}",
          now.revision(),
          now.epoch(),
          now.green(),
          now.latch() == null ? "" : ", latched: " + now.latch().sentence());
      chronicle.catchUp(this::refresh);
    }
    show(splitter.table());
    status = observed(now());
  }

  private void refresh() {
    status = observed(now());
  }

  /** Lets the state hold, and does what follows from the difference. */
  private void show(SplitTable before) {
    State state = standing.state();
    boolean isOtherEpoch = state.epoch() != before.epoch();
    latchAge.of(before.latch(), state.latch());
    awaySentence = isOtherEpoch || state.latch() != null ? null : awaySentence;
    publish();
    if (state.latch() == null) {
      if (isOtherEpoch) {
        restart(before, state);
      }
    } else if (before.latch() == null) {
      empty();
    }
  }

  /** What was found out stays true under another weight, but not of another stack. */
  private void restart(SplitTable before, State state) {
    Basis met = met(state);
    if (before.latch() != null || met.isOtherCanary(judged)) {
      watch.start(now(), state.green());
    } else {
      watch.setWeight(now(), state.green());
    }
    if (!met.blue().equals(judged.blue())) {
      watch.renewed(now(), Stack.BLUE);
    }
    judged = met;
  }

  /** Whom users meet here: until this router's file is read again, it sends them where it did. */
  private Basis met(State state) {
    return new Basis(state.green(), state.salt(), file.blue(), file.green());
  }

  // ---- what shows ---------------------------------------------------------------------------

  private void publish() {
    boolean forcedBlue = splitter.table().forcedBlue();
    splitter.swap(standing.state().table(hold(), forcedBlue));
  }

  private @Nullable Hold hold() {
    Doubt doubt = doubt();
    if (doubt != null) {
      return new Hold(Hold.Cause.DOUBT, doubt.sentence());
    }
    return awaySentence == null ? null : new Hold(Hold.Cause.AWAY, awaySentence);
  }

  /** Beside the standing's doubts: a weight that was set for another green is none for this one. */
  private @Nullable Doubt doubt() {
    Basis.Target green = standing.state().basis().green();
    if (standing.doubt() != null || green.equals(file.green())) {
      return standing.doubt();
    }
    return new Doubt(
        Doubt.Kind.OTHER_GREEN,
        "another router leads with the green stack " + green + ", which is not this one's");
  }

  private Change record(Cause cause, String action, String detail) {
    Change change = current();
    chronicle.tell(cause, action, detail, change);
    status = observed(now());
    return change;
  }

  private Change current() {
    return new Change(standing.state().revision(), standing.state().epoch());
  }

  private ControlStatus observed(long nowNanos) {
    return new ControlStatus(
        watch.verdict(),
        watch.criteria(),
        watch.figures(nowNanos, splitter.table()),
        Map.copyOf(failovers),
        faults + watch.faults(),
        standing.keeping(doubt()),
        chronicle.entries());
  }

  /** Lets another judge take over, which begins at the weight that is set. */
  void judgeBy(Judge judge) {
    watch.replace(judge);
    watch.start(now(), splitter.table().green());
  }

  private static void requireSeen(State state, Cause cause) {
    if (cause.seenRevision() != null && cause.seenRevision() != state.revision()) {
      throw new Refused(
          Refused.Kind.STALE,
          "the state is at revision "
              + state.revision()
              + ", not "
              + cause.seenRevision()
              + "; read it again before you change it");
    }
  }

  private static void requireUnlatched(State state, String wayOut) {
    Latch latch = state.latch();
    if (latch != null) {
      throw new Refused(
          Refused.Kind.STATE, "everyone is latched on blue (" + latch.sentence() + "); " + wayOut);
    }
  }

  private static Throwable cause(Throwable e) {
    return e instanceof CompletionException && e.getCause() != null ? e.getCause() : e;
  }

  /** Something of the data plane that is wanted, but no error of which may stop the rest. */
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
