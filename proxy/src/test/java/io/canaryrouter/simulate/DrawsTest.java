package io.canaryrouter.simulate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.function.DoubleSupplier;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class DrawsTest {
  private static final int COUNT = 200_000;
  private final Draws draws = new Draws(1);

  private static void assertMoments(DoubleSupplier source, double mean, double variance) {
    double[] drawn = DoubleStream.generate(source).limit(COUNT).toArray();
    double average = Arrays.stream(drawn).average().orElseThrow();
    double square = Arrays.stream(drawn).map(x -> (x - average) * (x - average)).sum() / COUNT;
    assertThat(average).isCloseTo(mean, within(5 * Math.sqrt(variance / COUNT)));
    assertThat(square / variance).isCloseTo(1, within(0.03));
  }

  @Test
  void eachDistributionHasItsMeanAndVariance() {
    assertMoments(draws::uniform, 0.5, 1 / 12.0);
    assertMoments(draws::exponential, 1, 1);
    assertMoments(draws::normal, 0, 1);
  }

  @Test
  void eventsAreAsManyAsExpectedHoweverManyThatIs() {
    assertMoments(() -> draws.poisson(0.1), 0.1, 0.1);
    assertMoments(() -> draws.poisson(6.3), 6.3, 6.3);
    assertMoments(() -> draws.poisson(95), 95, 95);
    assertThat(draws.poisson(0)).isZero();
  }

  @Test
  void aNormalNumberIsAboveTwoDeviationsAsOftenAsItShouldBe() {
    double share =
        DoubleStream.generate(draws::normal).limit(COUNT).filter(x -> x > 2).count()
            / (double) COUNT;
    assertThat(share).isCloseTo(0.02275, within(0.0015));
  }

  @Test
  void neighbouringSeedsHaveNothingInCommon() {
    assertThat(new Draws(1).bits()).isNotEqualTo(new Draws(2).bits());
    Draws one = new Draws(1);
    Draws two = new Draws(2);
    double sum = 0;
    for (int i = 0; i < COUNT; i++) {
      sum += (one.uniform() - 0.5) * (two.uniform() - 0.5) * 12;
    }
    assertThat(sum / COUNT).isCloseTo(0, within(0.012));
  }
}
