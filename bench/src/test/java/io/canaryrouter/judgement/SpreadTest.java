package io.canaryrouter.judgement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SpreadTest {
  @Test
  void noHitLeavesOpenAboutThreeDividedByTheRollouts() {
    assertThat(Spread.mostShare(0, 300)).isCloseTo(0.00994, within(1e-5));
    assertThat(Spread.mostShare(0, 752)).isCloseTo(0.00398, within(1e-5));
  }

  @Test
  void hitsLeaveOpenWhatTheTablesSay() {
    assertThat(Spread.mostShare(1, 10)).isCloseTo(0.3942, within(1e-4));
    assertThat(Spread.mostShare(5, 50)).isCloseTo(0.1991, within(1e-3));
    assertThat(Spread.mostShare(20, 20)).isEqualTo(1);
  }

  @Test
  void theMedianOfFortyLiesBetweenThe13thAndThe28th() {
    double[] sorted = IntStream.rangeClosed(1, 40).asDoubleStream().toArray();
    assertThat(Spread.leastMedian(sorted)).isEqualTo(13);
    assertThat(Spread.mostMedian(sorted)).isEqualTo(28);
  }

  @Test
  void ofFewValuesItLiesAnywhere() {
    assertThat(Spread.leastMedian(new double[] {4, 7})).isEqualTo(4);
    assertThat(Spread.mostMedian(new double[] {4, 7})).isEqualTo(7);
    assertThat(Spread.mostMedian(new double[] {4})).isEqualTo(4);
  }
}
