package io.canaryrouter.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.canaryrouter.judge.Verdict.Level;
import io.canaryrouter.measure.Outcome;
import io.canaryrouter.measure.Sample;
import io.canaryrouter.measure.Sample.Remark;
import io.canaryrouter.routes.Route;
import io.canaryrouter.split.Stack;
import io.canaryrouter.split.StackHealth;
import io.canaryrouter.split.Weight;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each verdict brings the figures that its sentence tells, as data, and keeps them. */
class VerdictFiguresTest {
  private static final long SECOND = 1_000_000_000L;

  private final JudgedGuard guard =
      new JudgedGuard(GuardSettings.DEFAULT, List.of(), AlphaBudget.DEFAULT);
  private long nanos = 7_000 * SECOND;
  private long users;
  private long probes = 5;

  @BeforeEach
  void begin() {
    guard.start(nanos, Weight.parse("10%"));
    second();
  }

  private void second() {
    nanos += SECOND;
    probes++;
    guard.health(nanos, Stack.GREEN, new StackHealth(1, 1, probes, 0));
    guard.health(nanos, Stack.BLUE, new StackHealth(1, 1, probes, 0));
    guard.tick(nanos);
  }

  private void send(Stack stack, long user, Outcome outcome, boolean isVerified) {
    int status = outcome == Outcome.OK ? 200 : outcome == Outcome.CLIENT_ERROR ? 422 : 500;
    guard.record(
        new Sample(
            nanos,
            1,
            stack,
            outcome,
            status,
            false,
            true,
            user,
            isVerified,
            user,
            5_000_000,
            Route.OTHER,
            Remark.NONE));
  }

  /** Mostly good traffic, in which so many new users of a stack end like this. */
  private void among(int count, Stack stack, Outcome outcome) {
    for (int i = 0; i < count; i++) {
      for (int j = 0; j < 50; j++) {
        send(j < 5 ? Stack.GREEN : Stack.BLUE, users++, Outcome.OK, true);
      }
      boolean isVerified = i % 3 > 0;
      send(stack, users, Outcome.OK, true);
      send(stack, users++, outcome, isVerified);
      second();
    }
  }

  private Evidence figures() {
    return Objects.requireNonNull(guard.verdict().evidence());
  }

  @Test
  void aFailoverKeepsTheFiguresThatItWasDecidedBy() {
    among(20, Stack.GREEN, Outcome.SERVER_ERROR);
    Verdict decided = guard.verdict();
    assertThat(decided.reason()).isEqualTo("error_rate");
    Evidence evidence = figures();
    assertThat(evidence.log10()).isGreaterThanOrEqualTo(evidence.log10Needed());
    long hit = evidence.green().users();
    assertThat(evidence.green().affected()).isEqualTo(hit);
    assertThat(evidence.green().verifiedUsers()).isPositive().isLessThan(hit);
    assertThat(evidence.blue().users()).isZero();
    assertThat(decided.sentence())
        .contains("error_rate: " + hit + " of the " + hit + " users newly hit")
        .contains(
            "it hit %d of green's %d requests, 0 of blue's %d; %d of these users verified"
                .formatted(
                    hit,
                    evidence.green().requests(),
                    evidence.blue().requests(),
                    evidence.green().verifiedUsers()));
    among(60, Stack.BLUE, Outcome.SERVER_ERROR);
    assertThat(guard.verdict()).isEqualTo(decided);
  }

  @Test
  void aWarningThatLingersKeepsThemToo() {
    among(60, Stack.GREEN, Outcome.CLIENT_ERROR);
    assertThat(guard.verdict().level()).isEqualTo(Level.WARNING);
    Evidence before = figures();
    assertThat(before.green().users()).isGreaterThan(10);
    guard.renewed(nanos, Stack.BLUE);
    second();
    assertThat(guard.verdict().sentence()).contains("last so");
    assertThat(figures().green()).isEqualTo(before.green());
  }

  @Test
  void aRunOfFailuresTellsBothStacksAndHowSurprisingItIs() {
    among(20, Stack.BLUE, Outcome.OK);
    for (int i = 0; i < 5; i++) {
      send(Stack.BLUE, users++, Outcome.OK, true);
      send(Stack.GREEN, i % 3, Outcome.SERVER_ERROR, true);
    }
    assertThat(guard.verdict().reason()).isEqualTo("consecutive");
    assertThat(figures().green().rate()).isEqualTo(1);
    assertThat(figures().green().requests()).isEqualTo(5);
    assertThat(figures().blue().affected()).isZero();
    assertThat(figures().blue().requests()).isEqualTo(4);
    assertThat(figures().log10()).isCloseTo(11.5, within(0.01));
    assertThat(figures().log10Needed()).isBetween(11.2, 11.3);
  }

  @Test
  void aGreenThatIsAwayTellsWhy() {
    for (int i = 0; i < 5; i++) {
      guard.record(
          new Sample(
              nanos, 1, Stack.GREEN, Outcome.REFUSED, 200, true, true, users++, -1, Route.OTHER));
    }
    assertThat(guard.verdict().action()).isEqualTo(Verdict.Action.AWAY);
    assertThat(figures().green().affected()).isEqualTo(5);
    assertThat(figures().blue().requests()).isEqualTo(5);
  }

  @Test
  void aFaultOfBothTellsBoth() {
    for (int i = 0; i < 50; i++) {
      for (int j = 0; j < 9; j++) {
        send(Stack.BLUE, users, Outcome.OK, true);
        send(Stack.BLUE, users++, Outcome.SERVER_ERROR, true);
      }
      among(1, Stack.GREEN, Outcome.SERVER_ERROR);
    }
    assertThat(guard.verdict().reason()).isEqualTo("shared");
    assertThat(figures().green().rate()).isGreaterThan(0.02);
    assertThat(figures().blue().rate()).isGreaterThan(0.02);
    assertThat(figures().log10()).as("no test").isNaN();
  }

  @Test
  void everyCriterionOfATestBringsItsEvidenceFromTheStart() {
    assertThat(guard.criteria())
        .filteredOn(status -> status.evidence() != null)
        .extracting(CriterionStatus::criterion)
        .contains(
            "run",
            "error_rate",
            "rejected_users",
            "client_errors",
            "self_redirects",
            "latency_typical",
            "latency_vs_blue",
            "latency_tail",
            "throughput",
            "blue_against_blue");
    assertThat(guard.criteria())
        .allSatisfy(status -> {
          Evidence evidence = status.evidence();
          assertThat(evidence == null || !Double.isInfinite(evidence.log10())).isTrue();
        });
  }
}
