package io.canaryrouter.judge;

import static org.assertj.core.api.Assertions.assertThat;

import io.canaryrouter.judge.Gates.Rates;
import io.canaryrouter.judge.GuardSettings.OnLatency;
import io.canaryrouter.judge.Verdict.Action;
import io.canaryrouter.judge.Verdict.Level;
import io.canaryrouter.split.Stack;
import io.canaryrouter.split.Weight;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The table of which rule wins. */
class GatesTest {
  private static final double LIMIT = 0.01;
  private static final double NEEDED = Math.log(32_000);

  /** Evidence in parts of what is needed: 1 is proof, 0.05 a warning's. Rates in percent. */
  @ParameterizedTest(name = "{0}")
  @CsvSource({
    // what, green %, blue %, green's requests, its affected users, evidence, ruling
    "proof and over the limit,               5,    0.1,  400,   20,  1,     WORSE_AND_OVER",
    "proof and just over,                    1.3,  0.1,  4000,  25,  1,     WORSE_AND_OVER",
    "proof but not surely over,              1.2,  0.1,  4000,  25,  1,     WORSE",
    "proof of one user is no breach,         50,   0.1,  4,     1,   1,     WORSE",
    "proof under the limit,                  0.5,  0.1,  4000,  20,  1,     WORSE",
    "proof but hardly worse than blue,       5,    4.5,  4000,  200, 1,     SHARED_FAULT",
    "proof and over though blue is as well,  50,   5,    400,   200, 1,     WORSE_AND_OVER",
    "no proof yet over the limit,            5,    0.1,  400,   20,  0.9,   WORSE",
    "hint,                                   0.5,  0.1,  4000,  20,  0.051, WORSE",
    "less than a hint,                       0.5,  0.1,  4000,  20,  0.049, NONE",
    "hint of a thousandth,                   0.15, 0.06, 40000, 60,  0.06,  NONE",
    "limit alone,                            5,    0.1,  400,   20,  0.001, THRESHOLD",
    "limit alone and not for sure,           2.9,  0.1,  400,   20,  0.001, NONE",
    "limit alone of few users,               5,    0.1,  400,   4,   0.001, NONE",
    "limit alone but blue is over too,       5,    1.1,  400,   20,  0.001, SHARED_FAULT",
    "both down,                              100,  100,  400,   50,  1e-9,  SHARED_FAULT",
    "all well,                               0.1,  0.1,  40000, 20,  0.001, NONE",
    "green better than blue,                 0.1,  5,    40000, 20,  1e-9,  NONE",
    "blue unknown,                           5,    NaN,  400,   20,  1,     THRESHOLD",
    "green unknown,                          NaN,  0.1,  0,     0,   0.3,   NONE",
    "no evidence is a number,                5,    0.1,  400,   20,  NaN,   THRESHOLD",
  })
  void failures(
      String what,
      double green,
      double blue,
      long requests,
      long users,
      double evidence,
      Ruling ruling) {
    Rates rates = new Rates(green / 100, blue / 100, requests, users);
    double logEvidence = NEEDED + Math.log(evidence);
    assertThat(Gates.errors(LIMIT, rates, rates, true, logEvidence, NEEDED)).isEqualTo(ruling);
  }

  @Test
  void theEvidenceJudgesTheTimeItIsFromAndTheLimitTheLastFiveMinutes() {
    Rates bad = new Rates(0.05, 0.001, 400, 20);
    Rates good = new Rates(0.001, 0.001, 4_000, 4);
    assertThat(Gates.errors(LIMIT, bad, good, true, NEEDED, NEEDED))
        .isEqualTo(Ruling.WORSE_AND_OVER);
    assertThat(Gates.errors(LIMIT, good, bad, true, NEEDED, NEEDED)).isEqualTo(Ruling.THRESHOLD);
  }

  @ParameterizedTest
  @CsvSource({
    "1,    1,    SLOW",
    "0.99, 1,    SLOWER",
    "0,    0.06, SLOWER",
    "0,    0.04, NONE",
  })
  void slowness(double strict, double lenient, Ruling ruling) {
    assertThat(Gates.latency(slices(strict, 60), slices(lenient, 60), NEEDED)).isEqualTo(ruling);
    assertThat(Gates.latency(slices(strict, 49), slices(lenient, 49), NEEDED))
        .isEqualTo(Ruling.NONE);
  }

  private static SliceEvidence slices(double evidence, double users) {
    double logEvidence = NEEDED + Math.log(evidence);
    return new SliceEvidence(1, logEvidence, 0.7, 0.5, 400, 4_000, users, 1_000, 200);
  }

  /** Green's, blue's, whether green is surely slower; the limit is 200. */
  @ParameterizedTest
  @CsvSource({
    "201, 200, false, SLOWER",
    "201, 200, true,  SLOW",
    "200, 50,  true,  NONE",
    "900, 201, true,  NONE",
    "900, NaN, true,  NONE",
    "NaN, 9,   true,  NONE"
  })
  void aPercentileIsOverItsLimitOnlyWhereBluesIsNot(
      double green, double blue, boolean isSurelySlower, Ruling ruling) {
    assertThat(Gates.p95(200, green, blue, isSurelySlower)).isEqualTo(ruling);
  }

  @Test
  void usersWhoDoLittleAreAWarning() {
    Throughput throughput = new Throughput(Weight.parse("50%"));
    assertThat(Gates.throughput(throughput, NEEDED)).isEqualTo(Ruling.NONE);
    for (int user = 0; user < 4_000; user++) {
      for (int i = 0; i < (user % 2 == 0 ? 5 : 10); i++) {
        throughput.record(user, user % 2 == 0 ? Stack.GREEN : Stack.BLUE);
      }
    }
    assertThat(Gates.throughput(throughput, NEEDED)).isEqualTo(Ruling.THROUGHPUT);
  }

  @Test
  void ofTwoRulingsTheMoreUrgentHoldsAndTheRunBeforeAll() {
    for (Ruling one : Ruling.values()) {
      assertThat(one.or(Ruling.NONE)).isEqualTo(one);
      assertThat(Ruling.RUN.or(one)).isEqualTo(Ruling.RUN);
      for (Ruling other : Ruling.values()) {
        assertThat(one.or(other)).isEqualTo(other.or(one)).isIn(one, other);
        assertThat(one.or(other).level(OnLatency.FAILOVER))
            .isGreaterThanOrEqualTo(other.level(OnLatency.FAILOVER));
      }
    }
  }

  @Test
  void onlyWhatIsCriticalMovesPeopleAndSlownessAsTheSettingsSay() {
    for (Ruling ruling : Ruling.values()) {
      boolean isMove = ruling.action(OnLatency.FAILOVER) == Action.FAILOVER;
      assertThat(isMove).isEqualTo(ruling.compareTo(Ruling.SLOW) <= 0);
    }
    assertThat(Ruling.SLOW.level(OnLatency.HOLD)).isEqualTo(Level.WARNING);
    assertThat(Ruling.SLOW.action(OnLatency.HOLD)).isEqualTo(Action.NONE);
    assertThat(Ruling.RUN.action(OnLatency.HOLD)).isEqualTo(Action.FAILOVER);
  }

  /** The table of the design. */
  @ParameterizedTest
  @CsvSource({"1%, 290", "10%, 581", "25%, 964", "50%, 1929"})
  void silenceOfThisManyRequestsSaysSomething(String weight, long requests) {
    double needed = new AlphaBudget(0.01, 48).logNeeded(0.15, 1);
    assertThat(Gates.requestsNeeded(LIMIT, Weight.parse(weight), needed))
        .isBetween(requests, requests + 1);
  }

  @Test
  void withNobodyOnAStackSilenceNeverSaysAnything() {
    assertThat(Gates.requestsNeeded(LIMIT, Weight.NONE, NEEDED)).isEqualTo(Long.MAX_VALUE);
    assertThat(Gates.requestsNeeded(LIMIT, Weight.ALL, NEEDED)).isEqualTo(Long.MAX_VALUE);
    assertThat(Gates.requestsNeeded(LIMIT, new Weight(9_999), NEEDED)).isPositive();
  }
}
