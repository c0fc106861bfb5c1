package io.canaryrouter.simulate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class TideTest {
  private static final int DAY = 86_400;
  private static final int DAYS = 100;

  @Test
  void noonHasFourTimesTheTrafficOfMidnight() {
    Tide tide = new Tide(new Draws(1));
    double[] quiet = new double[DAY];
    for (int second = 0; second < DAY; second++) {
      tide.moveTo(second);
      quiet[second] = tide.isBurst() ? 1 : tide.traffic();
    }
    assertThat(Arrays.stream(quiet).max().orElseThrow()).isCloseTo(1.6, within(0.01));
    assertThat(Arrays.stream(quiet).min().orElseThrow()).isCloseTo(0.4, within(0.01));
    assertThat(Arrays.stream(quiet).average().orElseThrow()).isCloseTo(1, within(0.01));
  }

  @Test
  void eachSeedBeginsAtAnotherTimeOfDay() {
    assertThat(LongStream.range(0, 10).mapToObj(TideTest::trafficAtStart)).doesNotHaveDuplicates();
  }

  private static double trafficAtStart(long seed) {
    Tide tide = new Tide(new Draws(seed));
    tide.moveTo(0);
    return tide.traffic();
  }

  @Test
  void aDayHasThreeBurstsOfTwoToFiveMinutes() {
    Tide tide = new Tide(new Draws(3));
    int bursts = 0;
    int seconds = 0;
    int length = 0;
    for (int second = 0; second < DAYS * DAY; second++) {
      tide.moveTo(second);
      if (tide.isBurst()) {
        seconds++;
        length++;
      } else if (length > 0) {
        bursts++;
        assertThat(length).isBetween(119, 601);
        length = 0;
      }
    }
    assertThat(bursts / (double) DAYS).isCloseTo(3, within(0.4));
    assertThat(seconds / (double) bursts).isCloseTo(210, within(12.0));
  }

  @Test
  void aBurstTriplesTheTrafficAndLoadsTheStacks() {
    Tide tide = new Tide(new Draws(5));
    double before = 0;
    double loadBefore = 0;
    int second = 1;
    for (tide.moveTo(second); !tide.isBurst(); tide.moveTo(++second)) {
      before = tide.traffic();
      loadBefore = tide.load();
    }
    assertThat(tide.traffic() / before).isCloseTo(3, within(0.01));
    assertThat(tide.load() - loadBefore).isCloseTo(0.15 * 0.5 * before, within(0.1));
  }
}
