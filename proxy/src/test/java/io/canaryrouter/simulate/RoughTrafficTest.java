package io.canaryrouter.simulate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.canaryrouter.measure.Outcome;
import io.canaryrouter.measure.Sample;
import io.canaryrouter.measure.Sample.Remark;
import io.canaryrouter.split.Stack;
import io.canaryrouter.split.Weight;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Holds the second family to what is promised of it. */
class RoughTrafficTest {
  private static final Weight TENTH = new Weight(1_000);
  private static final Weight HALF = new Weight(5_000);
  private static final long HOUR = TimeUnit.HOURS.toSeconds(1);

  private static Traffic rough(double rate, Weight green, long seed) {
    return new Traffic(Scenario.healthy(rate, green, Base.LOW).rough(), seed);
  }

  private static List<Sample> samples(Traffic traffic, long seconds) {
    List<Sample> samples = new ArrayList<>();
    while (traffic.second() < seconds) {
      traffic.advance(samples::add);
    }
    return samples;
  }

  /** Those of real users. */
  private static List<Sample> honest(long seed) {
    return samples(rough(20, HALF, seed), 12 * HOUR).stream()
        .filter(Predicate.not(RoughTrafficTest::isForged))
        .toList();
  }

  /** What nobody vouches for that fails on the rarest route, as quickly as nothing else does. */
  private static boolean isForged(Sample sample) {
    return !sample.verified() && sample.latencyNanos() == TimeUnit.MILLISECONDS.toNanos(20);
  }

  private static double share(List<Sample> samples, Predicate<Sample> filter) {
    return samples.stream().filter(filter).count() / (double) samples.size();
  }

  private static double share(List<Sample> samples, Stack stack, Predicate<Sample> filter) {
    return share(samples.stream().filter(sample -> sample.stack() == stack).toList(), filter);
  }

  @Test
  void theSameSeedGivesTheSameSamplesAndAnotherSeedOthers() {
    List<Sample> samples = samples(rough(20, TENTH, 1), 600);
    assertThat(samples(rough(20, TENTH, 1), 600)).isEqualTo(samples);
    assertThat(samples(rough(20, TENTH, 2), 600)).isNotEqualTo(samples);
  }

  @Test
  void theBusiestKeyHasFarMoreOfTheTrafficThanABot() {
    List<Sample> samples = honest(3);
    Map<Long, Long> byUser =
        samples.stream().collect(Collectors.groupingBy(Sample::userHash, Collectors.counting()));
    long busiest = byUser.values().stream().max(Comparator.naturalOrder()).orElseThrow();
    assertThat(busiest / (double) samples.size()).isGreaterThan(0.05);
  }

  @Test
  void anOfficeOf200PeopleIsOneUserOfOneStack() {
    Population users = new Population(Scenario.healthy(2, TENTH, Base.LOW).rough(), new Draws(1));
    Map<Long, List<Integer>> people =
        IntStream.range(0, users.size).boxed().collect(Collectors.groupingBy(users::hash));
    List<List<Integer>> offices =
        people.values().stream().filter(those -> those.size() > 1).toList();
    assertThat(offices).hasSize(2).allMatch(office -> office.size() == Accounts.PEOPLE);
    for (List<Integer> office : offices) {
      assertThat(distinct(office, user -> users.isGreen(user, 0.5))).hasSize(1);
      assertThat(distinct(office, users::isVerified)).hasSize(1);
      assertThat(distinct(office, users::network)).hasSize(1);
      assertThat(distinct(office, users::offset)).hasSize(Accounts.PEOPLE);
    }
  }

  private static <T> Set<T> distinct(List<Integer> users, Function<Integer, T> property) {
    return users.stream().map(property).collect(Collectors.toSet());
  }

  @Test
  void greenAsksForOtherRoutesSometimesForQuickerOnes() {
    Set<Boolean> quicker = new HashSet<>();
    for (long seed = 0; seed < 6; seed++) {
      List<Sample> samples = samples(rough(50, HALF, seed), HOUR);
      double green = share(samples, Stack.GREEN, RoughTrafficTest::isPage);
      double blue = share(samples, Stack.BLUE, RoughTrafficTest::isPage);
      assertThat(blue).isCloseTo(0.5, within(0.03));
      assertThat(Math.abs(green - blue)).isCloseTo(0.11, within(0.03));
      quicker.add(green > blue);
    }
    assertThat(quicker).hasSize(2);
  }

  private static boolean isPage(Sample sample) {
    return sample.route().equals(RouteMix.NAMES[0]) && !isForged(sample);
  }

  @Test
  void whatIsWrongIsWrongOnBothStacksAlike() {
    List<Sample> samples = honest(5);
    assertAlike(samples, sample -> sample.outcome() == Outcome.SERVER_ERROR, 0.005, 0.06);
    assertAlike(samples, sample -> sample.status() == 401, 0.003, 0.006);
    assertAlike(samples, sample -> sample.status() == 422, 0.008, 0.012);
    assertAlike(samples, sample -> sample.remark() == Remark.SELF_REDIRECT, 0.004, 0.015);
  }

  private static void assertAlike(
      List<Sample> samples, Predicate<Sample> filter, double least, double most) {
    for (Stack stack : Stack.values()) {
      assertThat(share(samples, stack, filter)).isBetween(least, most);
    }
  }

  @Test
  void oneAccountInAHundredFailsAlways() {
    Map<Long, List<Sample>> byUser =
        honest(7).stream().collect(Collectors.groupingBy(Sample::userHash));
    byUser.values().removeIf(those -> those.size() < 20);
    double hopeless =
        byUser.values().stream()
                .filter(those -> those.stream().allMatch(s -> s.outcome() != Outcome.OK))
                .count()
            / (double) byUser.size();
    assertThat(hopeless).isCloseTo(0.015, within(0.008));
  }

  @Test
  void whoIsAnswered401HasMostlyBeenServedBefore() {
    Set<Long> served = new HashSet<>();
    int rejected = 0;
    int known = 0;
    for (Sample sample : honest(9)) {
      if (sample.status() == 401) {
        rejected++;
        known += served.contains(sample.userHash()) ? 1 : 0;
      } else if (sample.status() == 200) {
        served.add(sample.userHash());
      }
    }
    assertThat(known / (double) rejected).isGreaterThan(0.8);
  }

  @Test
  void forgedUsersAreThousandsFromThreeNetworksAtATime() {
    List<Sample> forged = new ArrayList<>();
    for (long seed = 0; seed < 8; seed++) {
      samples(rough(0.2, TENTH, seed), 24 * HOUR).stream()
          .filter(RoughTrafficTest::isForged)
          .forEach(forged::add);
    }
    long users = forged.stream().map(Sample::userHash).distinct().count();
    long networks = forged.stream().map(Sample::network).distinct().count();
    assertThat(forged).hasSizeGreaterThan(50_000).noneMatch(Sample::verified);
    assertThat(users).isEqualTo(forged.size());
    assertThat(networks / 3.0).as("attacks").isBetween(8.0, 24.0);
    assertThat(forged).allMatch(sample -> sample.outcome() == Outcome.SERVER_ERROR);
    assertThat(share(forged, Stack.BLUE, s -> s.remark() == Remark.NONE)).isEqualTo(1);
    assertThat(share(forged, Stack.GREEN, s -> s.remark() == Remark.BLUE_FAILED_TOO))
        .isBetween(0.1, 0.8);
    assertThat(share(forged, s -> s.stack() == Stack.GREEN)).as("some aimed").isBetween(0.2, 0.95);
  }
}
