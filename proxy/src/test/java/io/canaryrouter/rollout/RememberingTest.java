package io.canaryrouter.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.canaryrouter.judge.Evidence;
import io.canaryrouter.split.Assignment;
import io.canaryrouter.split.Question;
import io.canaryrouter.split.SplitTable;
import io.canaryrouter.split.SplitTable.Hold;
import io.canaryrouter.split.Weight;
import io.canaryrouter.store.Document;
import io.canaryrouter.store.StoreException.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.assertj.core.api.ThrowableAssertAlternative;
import org.junit.jupiter.api.Test;

/** What a router remembers, what it does when it cannot, and how two of them agree. */
class RememberingTest {
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Cause ANA = Cause.of("ana", "because");
  private static final Weight FIVE = Weight.parse("5%");
  private static final Weight TWENTY = Weight.parse("20%");
  private static final Basis NOTHING = ControlFixture.basis("0%", "green:3000", "8.1", "");

  private final Shelf shelf = new Shelf();

  // ---- restarts -----------------------------------------------------------------------------

  @Test
  void aRestartRemembersWeightRevisionEpochAndAudit() {
    ControlFixture before = router();
    done(before.control.setSplit(TWENTY, ANA));
    ControlFixture after = router();
    assertThat(table(after)).isEqualTo(table(before));
    assertThat(table(after).green()).isEqualTo(TWENTY);
    assertThat(after.control.status().audit()).isEqualTo(before.control.status().audit());
  }

  @Test
  void aRestartRemembersTheLatchAndWhatItWasFor() {
    ControlFixture before = router();
    before.greenRefuses(table(before).epoch());
    before.pass(SECOND);
    ControlFixture after = router();
    assertThat(table(after).latch()).isEqualTo(table(before).latch()).isNotNull();
    assertThat(table(after).effective()).isEqualTo(Weight.NONE);
    AuditEntry entry = after.control.status().audit().get(0);
    Evidence evidence = Objects.requireNonNull(entry.evidence(), "the figures of that moment");
    assertThat(evidence.green().affected()).isEqualTo(5);
    assertThat(after.control.status().audit()).isEqualTo(before.control.status().audit());
  }

  @Test
  void aYoungLatchNeedsForceAfterARestartToo() {
    done(router().control.failover(ANA));
    ControlFixture after = router();
    assertRefused(Refused.Kind.STATE, after.control.failback(FIVE, false, ANA));
    after.pass(Duration.ofMinutes(10));
    assertThat(done(after.control.failback(FIVE, false, ANA)).revision()).isEqualTo(3);
  }

  @Test
  void aWallClockThatWasSetBackMakesALatchYoungAndNeverOld() {
    ControlFixture before = router();
    done(before.control.failover(ANA));
    Document kept = Objects.requireNonNull(shelf.document);
    shelf.document =
        new Document(kept.revision(), kept.body().replace("\"at\":\"20", "\"at\":\"21"));
    ControlFixture after = router();
    assertRefused(Refused.Kind.STATE, after.control.failback(FIVE, false, ANA));
    after.pass(Duration.ofMinutes(10));
    done(after.control.failback(FIVE, false, ANA));
  }

  @Test
  void aRestartWithAChangedFileTakesItsWeight() {
    done(router().control.setSplit(TWENTY, ANA));
    ControlFixture after =
        new ControlFixture(shelf, ControlFixture.basis("50%", "green:3000", "8.1", ""));
    assertThat(table(after).green()).isEqualTo(Weight.parse("50%"));
    assertThat(table(after).epoch()).isEqualTo(3);
  }

  @Test
  void aRestartWithAnotherGreenBeginsAtNothingAndKeepsTheLatch() {
    done(router().control.failover(ANA));
    ControlFixture after =
        new ControlFixture(shelf, ControlFixture.basis("10%", "green:3000", "8.2", ""));
    assertThat(table(after).green()).isEqualTo(Weight.NONE);
    assertThat(table(after).latch()).isNotNull();
    assertThat(table(after).hold()).isNull();
  }

  // ---- when in doubt, blue ------------------------------------------------------------------

  @Test
  void aStateThatIsMissingMeansBlueUntilAPersonSetsAWeight() {
    shelf.document = null;
    ControlFixture router = new ControlFixture(shelf, ControlFixture.TENTH);
    assertThat(table(router).effective()).isEqualTo(Weight.NONE);
    assertThat(table(router).assign(Question.of("42")).reason()).isEqualTo(Assignment.Reason.DOUBT);
    router.pass(SECOND);
    assertThat(shelf.document).isNull();
    assertThat(doubt(router).kind()).isEqualTo(Doubt.Kind.MISSING);
    done(router.control.setSplit(Weight.parse("10%"), ANA));
    assertThat(table(router).effective()).isEqualTo(Weight.parse("10%"));
    assertThat(router.control.status().keeping().doubt()).isNull();
    assertThat(table(new ControlFixture(shelf, ControlFixture.TENTH)).green())
        .isEqualTo(Weight.parse("10%"));
  }

  @Test
  void atNothingThereIsNothingToForget() {
    ControlFixture router = new ControlFixture(shelf, NOTHING);
    assertThat(table(router).hold()).isNull();
    assertThat(shelf.document).isNotNull();
  }

  @Test
  void aDamagedStateMeansBlueAndIsNotOverwrittenUntilAPersonSetsAWeight() {
    shelf.trouble = Kind.DAMAGED;
    ControlFixture router = new ControlFixture(shelf, NOTHING);
    router.pass(SECOND);
    assertThat(doubt(router).kind()).isEqualTo(Doubt.Kind.DAMAGED);
    assertThat(shelf.replaced).isZero();
    done(router.control.setSplit(FIVE, ANA));
    assertThat(shelf.replaced).isEqualTo(1);
    assertThat(table(router).effective()).isEqualTo(FIVE);
  }

  @Test
  void halfAStateIsNone() {
    done(router().control.setSplit(TWENTY, ANA));
    String whole = Objects.requireNonNull(shelf.document).body();
    for (String field : new String[] {"epoch", "green", "salt", "file", "green_stack", "address"}) {
      shelf.document = new Document(2, whole.replace("\"" + field + "\"", "\"x\""));
      ControlFixture router = new ControlFixture(shelf, ControlFixture.TENTH);
      assertThat(doubt(router).kind()).as("without %s", field).isEqualTo(Doubt.Kind.DAMAGED);
    }
    shelf.document = new Document(2, whole.substring(0, whole.length() / 2));
    assertThat(doubt(new ControlFixture(shelf, NOTHING)).kind()).isEqualTo(Doubt.Kind.DAMAGED);
  }

  @Test
  void aNewerStateMeansBlueAndIsNeverWritten() {
    shelf.trouble = Kind.NEWER;
    ControlFixture router = new ControlFixture(shelf, NOTHING);
    assertRefused(Refused.Kind.STORE, router.control.setSplit(FIVE, ANA));
    done(router.control.failover(ANA));
    router.pass(SECOND);
    assertThat(table(router).latch()).isNotNull();
    assertThat(shelf.document).isNull();
    assertThat(shelf.replaced).isZero();
  }

  @Test
  void anotherRoutersStateMeansBlueAndIsNeverWritten() {
    done(router().control.setSplit(TWENTY, ANA));
    Document foreign =
        new Document(7, Objects.requireNonNull(shelf.document).body().replace("edge", "other"));
    shelf.document = foreign;
    ControlFixture router = new ControlFixture(shelf, ControlFixture.TENTH);
    assertThat(doubt(router).kind()).isEqualTo(Doubt.Kind.FOREIGN);
    assertRefused(Refused.Kind.STORE, router.control.setSplit(FIVE, ANA))
        .withMessageContaining("belongs to the router \"other\"");
    assertThat(shelf.document).isEqualTo(foreign);
  }

  @Test
  void aStoreThatIsAwayAtTheStartMeansBlueUntilItAnswers() {
    done(router().control.setSplit(TWENTY, ANA));
    shelf.trouble = Kind.UNREACHABLE;
    ControlFixture router = new ControlFixture(shelf, ControlFixture.TENTH);
    assertThat(table(router).hold()).extracting(Hold::cause).isEqualTo(Hold.Cause.DOUBT);
    assertRefused(Refused.Kind.STORE, router.control.setSplit(FIVE, ANA));
    shelf.trouble = null;
    router.pass(SECOND);
    assertThat(table(router).effective()).isEqualTo(TWENTY);
    assertThat(table(router).revision()).isEqualTo(2);
    assertThat(router.control.status().audit()).hasSize(1);
  }

  @Test
  void theFileOfARouterThatJoinedLateStillHasItsWay() {
    done(router().control.setSplit(TWENTY, ANA));
    shelf.trouble = Kind.UNREACHABLE;
    ControlFixture router =
        new ControlFixture(shelf, ControlFixture.basis("50%", "green:3000", "8.1", ""));
    shelf.trouble = null;
    router.pass(SECOND);
    assertThat(table(router).effective()).isEqualTo(Weight.parse("50%"));
  }

  @Test
  void aFailoverBeforeTheStoreAnswersIsAddedToWhatItHolds() {
    done(router().control.setSplit(TWENTY, ANA));
    shelf.trouble = Kind.UNREACHABLE;
    ControlFixture router = new ControlFixture(shelf, ControlFixture.TENTH);
    done(router.control.failover(ANA));
    shelf.trouble = null;
    router.pass(SECOND);
    ControlFixture other = new ControlFixture(shelf, ControlFixture.TENTH);
    assertThat(table(other).latch()).isNotNull();
    assertThat(table(other).green()).isEqualTo(TWENTY);
    assertThat(table(other)).isEqualTo(table(router));
  }

  // ---- a store that is lost while running ---------------------------------------------------

  @Test
  void aLostStoreStopsNoFailoverAndGetsItLater() {
    ControlFixture router = router();
    shelf.trouble = Kind.UNREACHABLE;
    router.greenRefuses(table(router).epoch());
    router.pass(SECOND);
    assertThat(table(router).latch()).isNotNull();
    assertThat(router.control.status().keeping().isSaved()).isFalse();
    assertThat(router.control.status().keeping().isReachable()).isFalse();
    shelf.trouble = null;
    router.pass(SECOND);
    router.pass(SECOND);
    assertThat(router.control.status().keeping().isSaved()).isTrue();
    assertThat(table(router()).latch()).isEqualTo(table(router).latch());
  }

  @Test
  void whileTheStoreIsLostAWeightMayOnlySink() {
    ControlFixture router = router();
    shelf.writeTrouble = Kind.UNREACHABLE;
    assertRefused(Refused.Kind.STORE, router.control.setSplit(TWENTY, ANA))
        .withMessageContaining("nothing was changed");
    assertThat(table(router).green()).isEqualTo(Weight.parse("10%"));
    done(router.control.setSplit(FIVE, ANA));
    assertThat(table(router).effective()).isEqualTo(FIVE);
    shelf.writeTrouble = null;
    router.pass(SECOND);
    assertThat(table(router()).green()).isEqualTo(FIVE);
  }

  @Test
  void whileTheStoreIsLostALatchStays() {
    ControlFixture router = router();
    done(router.control.failover(ANA));
    shelf.trouble = Kind.UNREACHABLE;
    assertRefused(Refused.Kind.STORE, router.control.failback(FIVE, true, ANA));
    assertThat(table(router).latch()).isNotNull();
  }

  @Test
  void aStoreThatWasEmptiedGetsTheStateAgain() {
    ControlFixture router = router();
    done(router.control.setSplit(TWENTY, ANA));
    shelf.document = null;
    router.pass(SECOND);
    assertThat(table(router()).green()).isEqualTo(TWENTY);
    assertThat(table(router).effective()).isEqualTo(TWENTY);
  }

  @Test
  void aStateThatIsDamagedWhileRunningIsWrittenAgain() {
    ControlFixture router = router();
    shelf.trouble = Kind.DAMAGED;
    router.pass(SECOND);
    assertThat(shelf.replaced).isEqualTo(1);
    assertThat(table(router).hold()).isNull();
  }

  @Test
  void anOlderStateNeverOverridesANewerOne() {
    ControlFixture router = router();
    Document backup = Objects.requireNonNull(shelf.document);
    done(router.control.failover(ANA));
    shelf.document = backup;
    router.pass(SECOND);
    assertThat(table(router).latch()).isNotNull();
    assertThat(table(router()).latch()).isNotNull();
  }

  // ---- two routers --------------------------------------------------------------------------

  @Test
  void aSecondRouterSeesTheWeightWithinItsNextLook() {
    ControlFixture one = router();
    ControlFixture two = router();
    done(one.control.setSplit(TWENTY, ANA));
    two.pass(SECOND);
    assertThat(table(two)).isEqualTo(table(one));
    assertThat(two.control.status().audit()).isEqualTo(one.control.status().audit());
  }

  @Test
  void whatAnotherRouterWritesOfItsReasonALittleLaterIsStillSeen() {
    ControlFixture one = router();
    ControlFixture two = router();
    done(one.control.setSplit(TWENTY, ANA));
    List<String> written = Objects.requireNonNull(shelf.journals.remove("audit"));
    two.pass(SECOND);
    assertThat(table(two).green()).isEqualTo(TWENTY);
    assertThat(two.control.status().audit()).isEmpty();
    shelf.journals.put("audit", written);
    two.pass(SECOND);
    assertThat(two.control.status().audit()).isEqualTo(one.control.status().audit()).hasSize(1);
  }

  @Test
  void aChangeOfItsOwnMeanwhileKeepsNoRouterFromTheReasonOfAnother() {
    ControlFixture one = router();
    ControlFixture two = router();
    done(one.control.setSplit(TWENTY, ANA));
    List<String> written = Objects.requireNonNull(shelf.journals.remove("audit"));
    two.pass(SECOND);
    done(two.control.setSplit(FIVE, ANA));
    shelf.journals.computeIfAbsent("audit", a -> new ArrayList<>()).addAll(written);
    two.pass(SECOND);
    assertThat(two.control.status().audit())
        .extracting(AuditEntry::revision)
        .containsExactly(2L, 3L);
  }

  @Test
  void aStoreThatIsIllTakesNoReasonFromTheAuditLog() {
    ControlFixture one = router();
    ControlFixture two = router();
    done(one.control.setSplit(TWENTY, ANA));
    two.pass(SECOND);
    shelf.journals.clear();
    two.pass(SECOND);
    shelf.trouble = Kind.UNREACHABLE;
    two.pass(SECOND);
    assertThat(two.control.status().audit()).isEqualTo(one.control.status().audit()).hasSize(1);
  }

  @Test
  void anyRouterMayLatchForAll() {
    ControlFixture one = router();
    ControlFixture two = router();
    two.greenRefuses(table(two).epoch());
    two.pass(SECOND);
    one.pass(SECOND);
    assertThat(table(one)).isEqualTo(table(two));
    assertThat(one.orders).containsExactly("close green at 0%", "release green at 0%");
  }

  @Test
  void aReleaseByOneRouterHoldsForAll() {
    ControlFixture one = router();
    ControlFixture two = router();
    done(one.control.failover(ANA));
    two.pass(SECOND);
    done(two.control.failback(FIVE, true, ANA));
    one.pass(SECOND);
    assertThat(table(one).latch()).isNull();
    assertThat(table(one).effective()).isEqualTo(FIVE);
  }

  @Test
  void ofTwoChangesAtOnceOneIsTakenAndTheOtherIsTold() {
    ControlFixture one = router();
    ControlFixture two = router();
    done(one.control.setSplit(TWENTY, ANA));
    assertRefused(Refused.Kind.STATE, two.control.setSplit(FIVE, ANA))
        .withMessageContaining("another router has changed the state");
    assertThat(table(two).green()).isEqualTo(TWENTY);
    done(two.control.setSplit(FIVE, ANA));
    one.pass(SECOND);
    assertThat(table(one).green()).isEqualTo(FIVE);
  }

  @Test
  void aFailoverIsNeverLostToAnotherRoutersChange() {
    ControlFixture one = router();
    ControlFixture two = router();
    done(one.control.setSplit(TWENTY, ANA));
    done(two.control.failover(ANA));
    one.pass(SECOND);
    assertThat(table(one)).isEqualTo(table(two));
    assertThat(table(one).latch()).isNotNull();
    assertThat(table(one).green()).isEqualTo(TWENTY);
  }

  @Test
  void aRouterWhoseGreenIsNotTheLeadersServesBlue() {
    ControlFixture old = router();
    Basis deployed = ControlFixture.basis("10%", "green-2:3000", "8.2", "");
    ControlFixture leader = new ControlFixture(shelf, deployed);
    done(leader.control.setSplit(TWENTY, ANA));
    old.pass(SECOND);
    assertThat(table(old).effective()).isEqualTo(Weight.NONE);
    assertThat(doubt(old).kind()).isEqualTo(Doubt.Kind.OTHER_GREEN);
    assertThat(table(leader).effective()).isEqualTo(TWENTY);
  }

  /** A router that runs on a state of 10 %. */
  private ControlFixture router() {
    if (shelf.document == null) {
      ControlFixture first = new ControlFixture(shelf, ControlFixture.TENTH);
      done(first.control.setSplit(Weight.parse("10%"), ANA));
      shelf.journals.clear();
    }
    return new ControlFixture(shelf, ControlFixture.TENTH);
  }

  private static SplitTable table(ControlFixture router) {
    return router.splitter.table();
  }

  private static Doubt doubt(ControlFixture router) {
    return Objects.requireNonNull(router.control.status().keeping().doubt());
  }

  private static Change done(CompletableFuture<Change> change) {
    return change.join();
  }

  private static ThrowableAssertAlternative<Refused> assertRefused(
      Refused.Kind kind, CompletableFuture<Change> change) {
    return assertThatExceptionOfType(Refused.class)
        .isThrownBy(() -> {
          try {
            change.join();
          } catch (CompletionException e) {
            throw e.getCause();
          }
        })
        .satisfies(refusal -> assertThat(refusal.kind()).isEqualTo(kind));
  }
}
