package io.canaryrouter.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.canaryrouter.judge.CriterionStatus;
import io.canaryrouter.judge.GuardSettings;
import io.canaryrouter.judge.Judge;
import io.canaryrouter.judge.LiteralGuard;
import io.canaryrouter.judge.RunRule;
import io.canaryrouter.judge.Verdict;
import io.canaryrouter.judge.Verdict.Level;
import io.canaryrouter.measure.Outcome;
import io.canaryrouter.measure.Sample;
import io.canaryrouter.measure.Window;
import io.canaryrouter.split.SplitTable;
import io.canaryrouter.split.Splitter;
import io.canaryrouter.split.Stack;
import io.canaryrouter.split.StackHealth;
import io.canaryrouter.split.Weight;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

class ControlTest {
  private static final Duration TURN = Duration.ofMillis(50);
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Cause ANA = Cause.of("ana", "because");

  private final ControlFixture fixture = new ControlFixture();
  private final Control control = fixture.control;

  @Test
  void aNewWeightHoldsAtOnceUnderANewRevisionAndEpoch() {
    Change change = done(control.setSplit(Weight.parse("25%"), ANA));
    assertThat(change).isEqualTo(new Change(2, 2));
    assertThat(table().green()).isEqualTo(Weight.parse("25%"));
    assertThat(control.status().audit())
        .containsExactly(
            new AuditEntry(
                1_795_392_000_000L, "ana", "split", "green from 10% to 25%", "because", 2, 2));
  }

  @Test
  void theWeightInForceAlreadyIsNoChange() {
    assertThat(done(control.setSplit(Weight.parse("10%"), ANA))).isEqualTo(new Change(1, 1));
    assertThat(control.status().audit()).isEmpty();
  }

  @Test
  void anAnswerIsHungAfterTenTimesBluesP99ButNotBeforeFiveSeconds() {
    fixture.sample(Stack.BLUE, Outcome.OK, 1);
    fixture.pass(SECOND);
    assertThat(fixture.hungAfterNanos.get()).isEqualTo(Duration.ofSeconds(5).toNanos());
    fixture.slowAnswer(Stack.GREEN, Duration.ofSeconds(30));
    fixture.slowAnswer(Stack.BLUE, Duration.ofSeconds(2));
    fixture.pass(SECOND);
    assertThat(Duration.ofNanos(fixture.hungAfterNanos.get()))
        .isBetween(Duration.ofMillis(19_780), Duration.ofMillis(20_220));
  }

  @Test
  void settingTheWeightToZeroLatchesNothing() {
    done(control.setSplit(Weight.NONE, ANA));
    assertThat(table().latch()).isNull();
    assertThat(done(control.setSplit(Weight.parse("1%"), ANA)).revision()).isEqualTo(3);
  }

  @Test
  void aGreenThatRefusesSendsEveryoneToBlueInTheNextTurn() {
    fixture.greenRefuses(1);
    fixture.pass(TURN);
    assertThat(table().effective()).isEqualTo(Weight.NONE);
    SplitTable.Latch latch = Objects.requireNonNull(table().latch());
    assertThat(latch.by()).isEqualTo("guard");
    assertThat(latch.reason()).isEqualTo("refused");
    assertThat(latch.sentence()).contains("green's last 5 requests were all refused");
    AuditEntry entry = control.status().audit().get(0);
    assertThat(entry.action()).isEqualTo("failover");
    assertThat(entry.evidence()).isNotNull().isEqualTo(control.status().verdict().evidence());
    assertThat(control.status().failovers()).containsEntry("refused", 1L);
    assertThat(control.status().verdict().level()).isEqualTo(Level.CRITICAL);
    assertThat(table().epoch()).isEqualTo(2);
  }

  @Test
  void theSwapComesFirstThenTunnelsCloseAndQueuedRequestsGoToBlue() {
    fixture.greenRefuses(1);
    fixture.pass(TURN);
    fixture.pass(TURN);
    assertThat(fixture.orders).containsExactly("close green at 0%", "release green at 0%");
  }

  @Test
  void samplesOfAnotherEpochAreNotJudged() {
    done(control.setSplit(Weight.parse("20%"), ANA));
    fixture.greenRefuses(1);
    fixture.pass(SECOND);
    assertThat(table().latch()).isNull();
    assertThat(window(Stack.GREEN).counts().of(Outcome.REFUSED)).isEqualTo(5);
  }

  @Test
  void aVerdictThatHasMuchToSayMovesEveryoneAllTheSame() {
    ScriptedJudge judge = new ScriptedJudge();
    ControlFixture talkative = new ControlFixture(judge);
    judge.verdict = new Verdict(Level.CRITICAL, "refused", "because ".repeat(100));
    talkative.pass(TURN);
    SplitTable.Latch latch = Objects.requireNonNull(talkative.splitter.table().latch());
    assertThat(latch.sentence()).startsWith("because because").hasSizeLessThanOrEqualTo(500);
  }

  @Test
  void theLatchOutlivesEveryGoodSample() {
    fixture.greenRefuses(1);
    fixture.pass(TURN);
    for (int i = 0; i < 100; i++) {
      fixture.sample(Stack.GREEN, Outcome.OK, 2);
      fixture.pass(SECOND);
    }
    assertThat(table().latch()).isNotNull();
    assertThat(control.status().failovers()).containsEntry("refused", 1L);
  }

  @Test
  void whileLatchedTheWeightCannotBeSet() {
    done(control.failover(ANA));
    assertRefused(Refused.Kind.STATE, () -> done(control.setSplit(Weight.parse("1%"), ANA)));
    assertRefused(Refused.Kind.STATE, () -> done(control.setSplit(Weight.NONE, ANA)));
  }

  @Test
  void aSecondFailoverIsNoChange() {
    Change first = done(control.failover(ANA));
    assertThat(done(control.failover(Cause.of("bob", "as well")))).isEqualTo(first);
    assertThat(control.status().failovers()).containsEntry("manual", 1L);
    assertThat(control.status().audit()).hasSize(1);
  }

  @Test
  void failbackSetsExactlyItsWeight() {
    done(control.failover(ANA));
    fixture.pass(Duration.ofMinutes(10));
    Change change = done(control.failback(Weight.parse("1%"), false, ANA));
    assertThat(change).isEqualTo(new Change(3, 3));
    assertThat(table().latch()).isNull();
    assertThat(table().effective()).isEqualTo(Weight.parse("1%"));
    assertThat(control.status().verdict().level()).isEqualTo(Level.INCONCLUSIVE);
  }

  @Test
  void withinTenMinutesFailbackNeedsForce() {
    done(control.failover(ANA));
    fixture.pass(Duration.ofMinutes(10).minusNanos(1));
    assertRefused(Refused.Kind.STATE, () -> done(control.failback(Weight.parse("1%"), false, ANA)));
    assertThat(done(control.failback(Weight.parse("1%"), true, ANA)).revision()).isEqualTo(3);
  }

  @Test
  void withoutALatchThereIsNothingToFailBack() {
    assertRefused(Refused.Kind.STATE, () -> done(control.failback(Weight.parse("1%"), true, ANA)));
  }

  @Test
  void afterFailbackAStillBrokenGreenTripsAgain() {
    fixture.greenRefuses(1);
    fixture.pass(TURN);
    done(control.failback(Weight.parse("5%"), true, ANA));
    fixture.greenRefuses(3);
    fixture.pass(TURN);
    assertThat(control.status().failovers()).containsEntry("refused", 2L);
    assertThat(table().latch()).isNotNull();
  }

  @Test
  void aChangeAtAnotherRevisionThanTheCallerSawIsRefused() {
    Cause stale = new Cause("ana", "because", 7L);
    assertRefused(Refused.Kind.STALE, () -> done(control.setSplit(Weight.ALL, stale)));
    assertRefused(Refused.Kind.STALE, () -> done(control.failover(stale)));
    assertThat(done(control.setSplit(Weight.ALL, new Cause("ana", "because", 1L))).revision())
        .isEqualTo(2);
  }

  @Test
  void anUnchangedFileLeavesTheStateStanding() {
    done(control.setSplit(Weight.parse("25%"), ANA));
    assertThat(done(control.reconfigure(ControlFixture.TENTH, false, ANA)))
        .isEqualTo(new Change(2, 2));
    assertThat(table().green()).isEqualTo(Weight.parse("25%"));
  }

  @Test
  void aChangedWeightInTheFileWins() {
    done(control.setSplit(Weight.parse("25%"), ANA));
    done(control.reconfigure(ControlFixture.basis("50%", "green:3000", "8.1", ""), true, ANA));
    assertThat(table().green()).isEqualTo(Weight.parse("50%"));
    assertThat(table().epoch()).isEqualTo(3);
  }

  @Test
  void anotherGreenOrSaltBeginsAtNothing() {
    done(control.reconfigure(ControlFixture.basis("50%", "green-2:3000", "8.1", ""), true, ANA));
    assertThat(table().green()).isEqualTo(Weight.NONE);
    done(control.setSplit(Weight.parse("5%"), ANA));
    done(control.reconfigure(ControlFixture.basis("50%", "green-2:3000", "8.2", ""), true, ANA));
    assertThat(table().green()).isEqualTo(Weight.NONE);
    done(control.setSplit(Weight.parse("5%"), ANA));
    done(control.reconfigure(ControlFixture.basis("50%", "green-2:3000", "8.2", "s"), true, ANA));
    assertThat(table().green()).isEqualTo(Weight.NONE);
    assertThat(table().salt()).isEqualTo("s");
    assertThat(table().epoch()).isEqualTo(6);
  }

  @Test
  void anotherBlueOpensAnEpochAndKeepsTheWeight() {
    done(control.setSplit(Weight.parse("25%"), ANA));
    Basis moved =
        new Basis(
            Weight.parse("10%"),
            "",
            new Basis.Target("blue-2:3000", "7.1"),
            ControlFixture.TENTH.green());
    assertThat(done(control.reconfigure(moved, true, ANA))).isEqualTo(new Change(3, 3));
    assertThat(table().green()).isEqualTo(Weight.parse("25%"));
  }

  @Test
  void aChangedFileIsRefusedWhileLatchedAndAnUnchangedOneIsNot() {
    done(control.failover(ANA));
    Basis changed = ControlFixture.basis("50%", "green:3000", "8.1", "");
    assertRefused(Refused.Kind.STATE, () -> done(control.reconfigure(changed, true, ANA)));
    assertThat(done(control.reconfigure(ControlFixture.TENTH, false, ANA)))
        .isEqualTo(new Change(2, 2));
  }

  @Test
  void otherSettingsAreAChangeOfTheirOwnAlsoWhileLatched() {
    assertThat(done(control.reconfigure(ControlFixture.TENTH, true, ANA)))
        .isEqualTo(new Change(2, 2));
    assertThat(table().green()).isEqualTo(Weight.parse("10%"));
    assertThat(control.status().audit()).hasSize(1);
    done(control.failover(ANA));
    assertThat(done(control.reconfigure(ControlFixture.TENTH, true, ANA)))
        .isEqualTo(new Change(4, 4));
    assertThat(table().latch()).isNotNull();
  }

  @Test
  void aRunOfFailuresEndsWithItsEpoch() {
    for (int i = 0; i < 5; i++) {
      fixture.sample(Stack.GREEN, Outcome.REFUSED, 1);
    }
    fixture.pass(TURN);
    done(control.setSplit(Weight.NONE, ANA));
    for (int i = 0; i < 3; i++) {
      fixture.sample(Stack.BLUE, Outcome.OK, 2);
    }
    fixture.pass(TURN);
    assertThat(table().latch()).isNull();
  }

  @Test
  void everyTurnShowsThatItLives() {
    fixture.nanos.addAndGet(2 * Splitter.SILENCE_NANOS);
    assertThat(fixture.splitter.isUnguarded()).isTrue();
    control.turn();
    assertThat(fixture.splitter.isUnguarded()).isFalse();
  }

  @Test
  void theWindowsAreRenewedEachSecond() {
    fixture.sample(Stack.BLUE, Outcome.OK, 1);
    fixture.pass(TURN);
    assertThat(window(Stack.BLUE).counts().total()).isZero();
    fixture.pass(SECOND);
    assertThat(window(Stack.BLUE).counts().total()).isEqualTo(1);
  }

  @Test
  void aJudgeThatThrowsIsInconclusiveUntilItIsStartedAnew() {
    ControlFixture broken = new ControlFixture(new ThrowingJudge());
    broken.sample(Stack.GREEN, Outcome.OK, 1);
    broken.pass(SECOND);
    assertThat(broken.control.status().verdict().level()).isEqualTo(Level.INCONCLUSIVE);
    assertThat(broken.control.status().faults()).isEqualTo(1);
    assertThat(broken.splitter.isUnguarded()).isFalse();
    done(broken.control.setSplit(Weight.parse("5%"), ANA));
    broken.pass(SECOND);
    assertThat(broken.control.status().verdict().level()).isEqualTo(Level.OK);
  }

  @Test
  void anotherJudgeTakesOverAndKnowsNothingYet() {
    ControlFixture broken = new ControlFixture(new ThrowingJudge());
    broken.sample(Stack.GREEN, Outcome.OK, 1);
    broken.pass(SECOND);
    broken.control.judgeBy(new LiteralGuard(GuardSettings.DEFAULT, List.of()));
    broken.pass(SECOND);
    assertThat(broken.control.status().verdict().reason()).isEqualTo("health");
    assertThat(broken.control.status().criteria())
        .extracting(CriterionStatus::criterion)
        .containsExactly("run", "health", "error_rate");
    assertThat(broken.control.status().faults()).isEqualTo(1);
  }

  @Test
  void aDataPlaneThatThrowsDoesNotUndoAFailover() {
    ControlFixture broken =
        new ControlFixture(new RunRule(), new IllegalStateException("no loops"));
    done(broken.control.failover(ANA));
    assertThat(broken.splitter.table().latch()).isNotNull();
    assertThat(broken.orders).hasSize(2);
    assertThat(broken.control.status().faults()).isEqualTo(2);
  }

  @Test
  void aGreenThatIsAwayHasNoUsersUntilItIsBackAndNothingIsLatched() {
    ScriptedJudge judge = new ScriptedJudge();
    ControlFixture away = new ControlFixture(judge);
    judge.says(Level.WARNING, Verdict.Action.AWAY);
    away.pass(TURN);
    assertThat(away.splitter.table().effective()).isEqualTo(Weight.NONE);
    assertThat(away.splitter.table().latch()).isNull();
    assertThat(away.splitter.table().epoch()).as("the weight is still the same").isEqualTo(1);
    assertThat(away.orders).containsExactly("release green at 0%");
    judge.says(Level.OK, Verdict.Action.NONE);
    away.pass(TURN);
    assertThat(away.splitter.table().effective()).isEqualTo(Weight.parse("10%"));
    assertThat(away.control.status().audit())
        .extracting(AuditEntry::action)
        .containsExactly("away", "back");
  }

  @Test
  void aGreenThatStaysAwayIsLatched() {
    ScriptedJudge judge = new ScriptedJudge();
    ControlFixture away = new ControlFixture(judge);
    judge.says(Level.WARNING, Verdict.Action.AWAY);
    away.pass(TURN);
    judge.says(Level.CRITICAL, Verdict.Action.FAILOVER);
    away.pass(TURN);
    assertThat(away.splitter.table().latch()).isNotNull();
    assertThat(away.splitter.table().hold()).isNull();
  }

  @Test
  void theAuditLogKeepsTheLatestChanges() {
    for (int i = 1; i <= AuditLog.CAPACITY + 10; i++) {
      done(control.setSplit(new Weight(i), ANA));
    }
    assertThat(control.status().audit()).hasSize(AuditLog.CAPACITY);
    assertThat(control.status().audit().get(AuditLog.CAPACITY - 1).revision())
        .isEqualTo(AuditLog.CAPACITY + 11);
  }

  @Test
  void aChangeBeginsTheEpochsFiguresAnewAtOnce() {
    fixture.sample(Stack.BLUE, Outcome.OK, 1);
    fixture.pass(Duration.ofSeconds(1));
    assertThat(control.status().figures().stack(Stack.BLUE).all().epoch().counts().total())
        .isEqualTo(1);
    control.setSplit(Weight.parse("20%"), ANA);
    assertThat(control.status().figures().stack(Stack.BLUE).all().epoch().counts().total())
        .isZero();
    assertThat(window(Stack.BLUE).counts().total()).isEqualTo(1);
  }

  @Test
  void eachMinutesRecordsAreHandedOnWithTheWeightInForce() {
    fixture.sample(Stack.GREEN, Outcome.OK, 1);
    fixture.pass(Duration.ofSeconds(1));
    fixture.pass(Duration.ofSeconds(61));
    assertThat(fixture.minutes).hasSize(1);
    assertThat(fixture.minutes.get(0).key().green()).isEqualTo(Weight.parse("10%"));
  }

  @Test
  void whoeverCannotTakeTheMinutesStopsNobody() {
    fixture.minutesTrouble = new IllegalStateException("no disk");
    fixture.sample(Stack.GREEN, Outcome.OK, 1);
    fixture.pass(Duration.ofSeconds(1));
    fixture.pass(Duration.ofSeconds(61));
    assertThat(control.status().faults()).isEqualTo(1);
    assertThat(control.status().verdict().reason()).isEqualTo("run");
  }

  private SplitTable table() {
    return fixture.splitter.table();
  }

  private Window window(Stack stack) {
    return control.status().figures().stack(stack).all().minute();
  }

  private static Change done(CompletableFuture<Change> change) {
    try {
      return change.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof Refused refused ? refused : e;
    }
  }

  private static void assertRefused(Refused.Kind kind, Runnable command) {
    assertThatExceptionOfType(Refused.class)
        .isThrownBy(command::run)
        .satisfies(refusal -> assertThat(refusal.kind()).isEqualTo(kind));
  }

  /** Says what the test wants. */
  private static final class ScriptedJudge implements Judge {
    private Verdict verdict = new Verdict(Level.OK, "run", "fine");

    void says(Level level, Verdict.Action action) {
      verdict = new Verdict(level, "refused", "as the test wants", action, null);
    }

    @Override
    public void start(long nowNanos, Weight green) {}

    @Override
    public void setWeight(long nowNanos, Weight green) {}

    @Override
    public void record(Sample sample) {}

    @Override
    public void lost(long nowNanos, long samples) {}

    @Override
    public void health(long nowNanos, Stack stack, StackHealth health) {}

    @Override
    public void tick(long nowNanos) {}

    @Override
    public Verdict verdict() {
      return verdict;
    }
  }

  /** Fails on the first sample after each of its constructions, and is well once started again. */
  private static final class ThrowingJudge implements Judge {
    private int starts;

    @Override
    public void start(long nowNanos, Weight green) {
      starts++;
    }

    @Override
    public void setWeight(long nowNanos, Weight green) {}

    @Override
    public void record(Sample sample) {
      throw new IllegalStateException("a bug");
    }

    @Override
    public void lost(long nowNanos, long samples) {}

    @Override
    public void health(long nowNanos, Stack stack, StackHealth health) {}

    @Override
    public void tick(long nowNanos) {}

    @Override
    public Verdict verdict() {
      return new Verdict(starts > 1 ? Level.OK : Level.CRITICAL, "run", "");
    }
  }
}
