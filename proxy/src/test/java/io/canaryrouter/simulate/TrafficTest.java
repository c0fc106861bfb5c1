package io.canaryrouter.simulate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.canaryrouter.measure.Outcome;
import io.canaryrouter.measure.Sample;
import io.canaryrouter.split.Stack;
import io.canaryrouter.split.Weight;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Holds the traffic to what is promised of it, in the long run. */
class TrafficTest {
  private static final Weight TENTH = new Weight(1_000);
  private static final Weight HALF = new Weight(5_000);
  private static final long DAY = TimeUnit.DAYS.toSeconds(1);
  private static final long HOUR = TimeUnit.HOURS.toSeconds(1);

  private static Traffic healthy(double requestsPerSecond, Base base, long seed) {
    return new Traffic(Scenario.healthy(requestsPerSecond, TENTH, base), seed);
  }

  @Test
  void theSameSeedGivesTheSameSamplesAndAnotherSeedOthers() {
    assertThat(samples(1, 600)).isEqualTo(samples(1, 600)).isNotEqualTo(samples(2, 600));
  }

  private static List<Sample> samples(long seed, long seconds) {
    List<Sample> samples = new ArrayList<>();
    Traffic traffic = healthy(20, Base.HIGH, seed);
    while (traffic.second() < seconds) {
      traffic.advance(samples::add);
    }
    return samples;
  }

  @Test
  void samplesComeInTheOrderOfTheirEndsAndWithinTheirSecond() {
    Traffic traffic = healthy(50, Base.LOW, 3);
    List<Sample> samples = new ArrayList<>();
    while (traffic.second() < 300) {
      long second = traffic.second();
      int before = samples.size();
      traffic.advance(samples::add);
      assertThat(samples.subList(before, samples.size()))
          .allMatch(sample -> Math.floorDiv(sample.endNanos(), 1_000_000_000L) == second);
    }
    assertThat(samples).extracting(Sample::endNanos).isSorted();
  }

  @Test
  void aDayHasTheRequestsRoutesAndLatenciesThatArePromised() {
    Counted day = new Counted(healthy(20, Base.LOW, 5), DAY);
    assertThat(day.requests() / (double) DAY).isCloseTo(20, within(1.0));
    assertThat(day.byRoute.keySet()).containsExactlyInAnyOrder(RouteMix.NAMES);
    double[] shares = {0.50, 0.25, 0.15, 0.07, 0.03};
    for (int route = 0; route < shares.length; route++) {
      double share = day.byRoute.getOrDefault(RouteMix.NAMES[route], 0) / (double) day.requests();
      assertThat(share).isCloseTo(shares[route], within(0.003));
    }
    double[] millis = day.quantiles(0.50, 0.95, 0.99);
    assertThat(millis[0]).isCloseTo(45, within(3.0));
    assertThat(millis[1]).isCloseTo(143, within(12.0));
    assertThat(millis[2]).isCloseTo(259, within(26.0));
  }

  @Test
  void aHealthyStackFailsAboutOneInAThousandRequestsOrEight() {
    assertThat(failures(Base.LOW)).isBetween(0.0006, 0.0013);
    assertThat(failures(Base.HIGH)).isBetween(0.0065, 0.0098);
  }

  private static double failures(Base base) {
    double sum = 0;
    int seeds = 8;
    for (int seed = 0; seed < seeds; seed++) {
      sum += new Counted(healthy(50, base, 100 + seed), HOUR).failures();
    }
    return sum / seeds;
  }

  @Test
  void failuresClusterInUsersAndInEpisodes() {
    Traffic traffic = healthy(50, Base.HIGH, 9);
    Counted failed = new Counted(traffic, 6 * HOUR, sample -> sample.outcome() != Outcome.OK);
    double perUser = failed.requests() / (double) failed.byUser.size();
    assertThat(perUser).as("failures of a user who has any").isGreaterThan(2);
  }

  @Test
  void greenServesItsShareOfTheUsersAndNoUserMoves() {
    Counted green = green(7, TENTH);
    Counted blue =
        new Counted(healthy(50, Base.LOW, 7), 6 * HOUR, sample -> sample.stack() == Stack.BLUE);
    assertThat(green.byUser.keySet()).doesNotContainAnyElementsOf(blue.byUser.keySet());
    int all = green.byUser.size() + blue.byUser.size();
    assertThat(green.byUser.size() / (double) all).isCloseTo(0.1, within(0.006));
    assertThat(green(7, HALF).byUser.keySet()).containsAll(green.byUser.keySet());
  }

  private static Counted green(long seed, Weight weight) {
    Traffic traffic = new Traffic(Scenario.healthy(50, weight, Base.LOW), seed);
    return new Counted(traffic, 6 * HOUR, sample -> sample.stack() == Stack.GREEN);
  }

  @Test
  void fewUsersMakeMuchOfTheTrafficAndFiveBotsAHundredthEach() {
    Counted counted = new Counted(healthy(20, Base.LOW, 11), DAY);
    List<Integer> sorted = new ArrayList<>(counted.byUser.values());
    sorted.sort(Collections.reverseOrder());
    double all = counted.requests();
    assertThat(sorted.subList(0, 5)).allMatch(bot -> Math.abs(bot / all - 0.01) < 0.001);
    assertThat(sorted.get(5) / all).as("the busiest person").isBetween(0.005, 0.008);
    // A user is drawn by the square of a uniform number: the first hundredth has a tenth.
    double busiest = sorted.subList(5, 205).stream().mapToInt(Integer::intValue).sum() / all;
    assertThat(busiest).isBetween(0.08, 0.16);
  }

  @Test
  void greenIsThreeTimesAsSlowAtItsStartAndWarmAfterThreeMinutes() {
    Traffic traffic = new Traffic(Scenario.healthy(200, HALF, Base.LOW), 13);
    Counted green = new Counted(traffic, 5, sample -> sample.stack() == Stack.GREEN);
    Traffic same = new Traffic(Scenario.healthy(200, HALF, Base.LOW), 13);
    Counted blue = new Counted(same, 5, sample -> sample.stack() == Stack.BLUE);
    assertThat(median(green) / median(blue)).isCloseTo(2.9, within(0.5));
    Counted.skip(traffic, 180);
    Counted.skip(same, 180);
    Counted later = new Counted(traffic, 300, sample -> sample.stack() == Stack.GREEN);
    Counted laterBlue = new Counted(same, 300, sample -> sample.stack() == Stack.BLUE);
    assertThat(median(later) / median(laterBlue)).isCloseTo(1, within(0.06));
  }

  private static double median(Counted counted) {
    return counted.quantiles(0.5)[0];
  }

  @Test
  void aRampMovesUsersToGreenTwelveHoursApart() {
    Traffic traffic = new Traffic(Scenario.ramp(2, Base.LOW), 17);
    Map<Long, Weight> expected =
        Map.of(
            0L,
            new Weight(100),
            12 * HOUR,
            new Weight(500),
            24 * HOUR,
            TENTH,
            36 * HOUR,
            new Weight(2_500));
    List<Long> epochs = new ArrayList<>();
    while (!traffic.isOver()) {
      if (expected.containsKey(traffic.second())) {
        assertThat(traffic.green()).isEqualTo(expected.get(traffic.second()));
      }
      traffic.advance(sample -> {
        if (epochs.isEmpty() || epochs.get(epochs.size() - 1) != sample.epoch()) {
          epochs.add(sample.epoch());
        }
      });
    }
    assertThat(epochs).containsExactly(1L, 2L, 3L, 4L);
    assertThat(traffic.second()).isEqualTo(48 * HOUR);
  }
}
