package io.canaryrouter.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.canaryrouter.judge.AlphaBudget;
import io.canaryrouter.judge.CriterionStatus;
import io.canaryrouter.judge.Evidence;
import io.canaryrouter.judge.GuardSettings;
import io.canaryrouter.judge.JudgedGuard;
import io.canaryrouter.measure.Outcome;
import io.canaryrouter.measure.Sample;
import io.canaryrouter.split.Stack;
import io.canaryrouter.split.Weight;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of the judge's evidence when a changed file names another stack or another salt. */
class AnotherStackTest {
  private static final Cause ANA = Cause.of("ana", "because");
  private static final Basis.Target BLUE = ControlFixture.TENTH.blue();
  private static final Basis.Target GREEN = ControlFixture.TENTH.green();
  private static final Basis.Target OTHER_BLUE = new Basis.Target("blue-2:3000", "7.1");

  private final Shelf shelf = new Shelf();
  private final ControlFixture fixture = router();
  private long users;

  private ControlFixture router() {
    JudgedGuard guard = new JudgedGuard(GuardSettings.DEFAULT, List.of(), AlphaBudget.DEFAULT);
    return new ControlFixture(guard, shelf, new Basis(Weight.NONE, "", BLUE, GREEN));
  }

  @BeforeEach
  void begin() {
    assertThat(fixture.control.setSplit(Weight.parse("10%"), ANA)).isCompleted();
  }

  /** Good traffic in which some users of green are hit; too few for a verdict. */
  private void gather() {
    for (int second = 0; second < 3; second++) {
      for (int i = 0; i < 50; i++) {
        send(i < 5 ? Stack.GREEN : Stack.BLUE, Outcome.OK);
      }
      send(Stack.GREEN, Outcome.SERVER_ERROR);
      fixture.pass(Duration.ofSeconds(1));
    }
    assertThat(evidence().green().users()).isEqualTo(3);
    assertThat(evidence().log10()).isPositive();
  }

  private void send(Stack stack, Outcome outcome) {
    long epoch = fixture.splitter.table().epoch();
    fixture.ring.offer(
        new Sample(
            fixture.nanos.get(), epoch, stack, outcome, 0, false, true, users++, 5_000_000, "a"));
  }

  private Evidence evidence() {
    return fixture.control.status().criteria().stream()
        .filter(each -> each.criterion().equals("error_rate"))
        .map(CriterionStatus::evidence)
        .map(Objects::requireNonNull)
        .findFirst()
        .orElseThrow();
  }

  private void reload(String salt, Basis.Target blue, Basis.Target green) {
    CompletableFuture<Change> change =
        fixture.control.reconfigure(new Basis(Weight.NONE, salt, blue, green), true, ANA);
    assertThat(change).isCompleted();
  }

  private String told() {
    List<AuditEntry> audit = fixture.control.status().audit();
    AuditEntry last = audit.get(audit.size() - 1);
    assertThat(last.action()).isEqualTo("reload");
    return last.detail();
  }

  private void assertThatNothingIsKnown() {
    assertThat(evidence().green().users()).isZero();
    assertThat(evidence().green().requests()).isZero();
  }

  @Test
  void anotherAddressOfGreenBeginsTheEvidenceAnewAndIsTold() {
    gather();
    reload("", BLUE, new Basis.Target("green-2:3000", "8.1"));
    assertThatNothingIsKnown();
    assertThat(told())
        .isEqualTo(
            "green from 10% to 0%; green is green-2:3000 (8.1) now, before it was green:3000 (8.1);"
                + " what was seen of green so far says nothing of it now");
  }

  @Test
  void anotherVersionOfGreenDoesSoToo() {
    gather();
    reload("", BLUE, new Basis.Target("green:3000", ""));
    assertThatNothingIsKnown();
    assertThat(told()).contains("; green is green:3000 now, before it was green:3000 (8.1);");
  }

  @Test
  void ofOtherUsersNothingIsKnownEither() {
    gather();
    reload("pepper", BLUE, GREEN);
    assertThatNothingIsKnown();
    assertThat(told())
        .contains("; the salt has changed; what was seen of green so far says nothing of it now")
        .doesNotContain("pepper");
  }

  @Test
  void anotherBlueBeginsTheComparisonAnewAtTheSameWeight() {
    gather();
    reload("", OTHER_BLUE, GREEN);
    assertThatNothingIsKnown();
    assertThat(fixture.splitter.table().effective()).isEqualTo(Weight.parse("10%"));
    assertThat(told())
        .isEqualTo(
            "green stays at 10%; blue is blue-2:3000 (7.1) now, before it was blue:3000 (7.1);"
                + " from now on green is compared with this one");
  }

  @Test
  void anotherBlueAndAnotherGreenAreBothTold() {
    gather();
    reload("", OTHER_BLUE, new Basis.Target("green:3000", "8.2"));
    assertThatNothingIsKnown();
    assertThat(told())
        .contains("; blue is blue-2:3000 (7.1) now", "; green is green:3000 (8.2) now");
  }

  @Test
  void anotherWeightInTheFileOrOtherSettingsOfTheSameStacksKeepTheEvidence() {
    gather();
    Evidence before = evidence();
    reload("", BLUE, GREEN);
    assertThat(evidence()).isEqualTo(before);
    Basis raised = new Basis(Weight.parse("20%"), "", BLUE, GREEN);
    assertThat(fixture.control.reconfigure(raised, true, ANA)).isCompleted();
    assertThat(evidence()).isEqualTo(before);
    assertThat(told()).isEqualTo("green from 10% to 20%");
  }

  @Test
  void aBlueThatIsReplacedInTheMidstOfManyChangesIsForgottenOnce() {
    reload("", OTHER_BLUE, GREEN);
    gather();
    Evidence before = evidence();
    assertThat(fixture.control.setSplit(Weight.parse("20%"), ANA)).isCompleted();
    assertThat(evidence()).isEqualTo(before);
  }

  @Test
  void aRouterWhoseFileIsOldStillMeetsTheOldBlueUntilItReadsTheNewOne() {
    ControlFixture sooner = router();
    gather();
    Evidence before = evidence();
    Basis moved = new Basis(Weight.NONE, "", OTHER_BLUE, GREEN);
    assertThat(sooner.control.reconfigure(moved, true, ANA)).isCompleted();
    fixture.pass(Duration.ofSeconds(1));
    assertThat(fixture.splitter.table().epoch()).isEqualTo(3);
    assertThat(evidence()).isEqualTo(before);
    reload("", OTHER_BLUE, GREEN);
    assertThatNothingIsKnown();
    assertThat(told())
        .isEqualTo(
            "settings of stacks or users, green stays at 10%; blue is blue-2:3000 (7.1) now, before"
                + " it was blue:3000 (7.1); from now on green is compared with this one");
  }
}
