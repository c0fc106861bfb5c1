package io.canaryrouter.judgement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class MannWhitneyTest {
  @Test
  void theStatisticIsThatOfTheRanksByHand() {
    // Ranks of x among both: 2, 4, 6; the sum 12, 12 - 6 - 4.5 = 1.5, less 0.5, over sqrt(21/4).
    MannWhitney test = new MannWhitney(new double[] {2, 4, 6}, new double[] {1, 3, 5});
    assertThat(test.statistic(0)).isCloseTo(1 / Math.sqrt(5.25), within(1e-12));
    assertThat(test.statistic(1)).as("all three are tied").isZero();
    assertThat(test.statistic(2)).isNegative();
  }

  @Test
  void tiesLowerTheVarianceWhicheverSideTheyAreOn() {
    // 1 1 2 against 1 3 3: three share rank 2 and two share rank 5.5; the sum of x is 2 + 2 + 4.
    MannWhitney test = new MannWhitney(new double[] {1, 1, 2}, new double[] {1, 3, 3});
    double variance = 9 / 12.0 * (7 - (24 + 6) / 30.0);
    assertThat(test.statistic(0)).isCloseTo(-2.0 / Math.sqrt(variance), within(1e-12));
  }

  @Test
  void theEstimateIsTheMedianOfAllDifferences() {
    SplittableRandom random = new SplittableRandom(1);
    double[] x = random.doubles(25).map(value -> value + 0.3).toArray();
    double[] y = random.doubles(30).toArray();
    double[] differences =
        Arrays.stream(x).flatMap(a -> Arrays.stream(y).map(b -> a - b)).sorted().toArray();
    MannWhitney test = new MannWhitney(x, y);
    double median = (differences[374] + differences[375]) / 2;
    assertThat(test.estimate()).isCloseTo(median, within(0.005));
    assertThat(test.lower()).isLessThan(test.estimate());
    assertThat(new MannWhitney(y, x).lower()).isLessThan(-test.estimate());
  }

  @Test
  void anIntervalOfTwoLikeSeriesHoldsZeroNearlyAlways() {
    SplittableRandom random = new SplittableRandom(3);
    int misses = 0;
    for (int i = 0; i < 500; i++) {
      double[] x = random.doubles(60).toArray();
      double[] y = random.doubles(60).toArray();
      boolean isMissed = new MannWhitney(x, y).lower() > 0 || new MannWhitney(y, x).lower() > 0;
      misses += isMissed ? 1 : 0;
    }
    assertThat(misses).as("of 500, of which 2 %% are expected").isBetween(2, 22);
  }

  @Test
  void manyTiesAtZeroAreNoShiftUntilTheyAreTheLesserPart() {
    double[] none = new double[60];
    double[] some = new double[60];
    Arrays.fill(some, 0, 20, 0.05);
    assertThat(new MannWhitney(some, none).lower()).isNotPositive();
    Arrays.fill(some, 0, 40, 0.05);
    assertThat(new MannWhitney(some, none).lower()).isCloseTo(0.05, within(1e-5));
  }

  @Test
  void seriesOfOneValueHaveNoRanks() {
    assertThat(new MannWhitney(new double[] {1, 1}, new double[] {1}).isTied()).isTrue();
    assertThat(new MannWhitney(new double[] {1, 1}, new double[] {2}).isTied()).isFalse();
    assertThat(new MannWhitney(new double[] {2, 1}, new double[] {1, 2}).areEqual()).isTrue();
  }
}
