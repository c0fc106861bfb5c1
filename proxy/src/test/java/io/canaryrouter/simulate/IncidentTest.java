package io.canaryrouter.simulate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.canaryrouter.measure.Outcome;
import io.canaryrouter.measure.Sample;
import io.canaryrouter.measure.Sample.Remark;
import io.canaryrouter.split.Stack;
import io.canaryrouter.split.Weight;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each incident changes what it names, from its onset on, and nothing else. */
class IncidentTest {
  private static final Weight HALF = new Weight(5_000);
  private static final long ONSET = 300;

  private static Traffic traffic(Incident incident) {
    Scenario scenario = Scenario.of(200, HALF, Base.LOW, incident);
    return new Traffic(
        new Scenario(200, scenario.steps(), Base.LOW, incident, ONSET, scenario.seconds()), 1);
  }

  /** Ten minutes of it. */
  private static Counted during(Incident incident, Predicate<Sample> filter) {
    Traffic traffic = traffic(incident);
    Counted.skip(traffic, ONSET);
    return new Counted(traffic, ONSET + 600, filter);
  }

  private static Counted during(Incident incident) {
    return during(incident, sample -> true);
  }

  @ParameterizedTest
  @EnumSource(Incident.class)
  void nothingIsWrongBeforeTheOnset(Incident incident) {
    List<Sample> before = new ArrayList<>();
    List<Sample> healthy = new ArrayList<>();
    Traffic traffic = traffic(incident);
    Traffic other = traffic(Incident.NONE);
    while (traffic.second() < ONSET) {
      assertThat(traffic.isGreenDown()).isFalse();
      traffic.advance(before::add);
      other.advance(healthy::add);
    }
    assertThat(before).isEqualTo(healthy);
  }

  @Test
  void greenFailsMoreByAsMuchAsTheIncidentSays() {
    double base = during(Incident.NONE).failures(Stack.GREEN);
    assertThat(base).isLessThan(0.003);
    assertThat(during(Incident.ERR_1_5).failures(Stack.GREEN) - base)
        .isCloseTo(0.014, within(0.003));
    assertThat(during(Incident.ERR_5).failures(Stack.GREEN) - base).isCloseTo(0.049, within(0.005));
    assertThat(during(Incident.SMALL_0_5).failures(Stack.GREEN) - base)
        .isCloseTo(0.004, within(0.0015));
    assertThat(during(Incident.ERR_100).failures(Stack.GREEN)).isEqualTo(1);
    assertThat(during(Incident.ERR_100).failures(Stack.BLUE)).isLessThan(0.003);
  }

  @Test
  void refusedConnectionsAreAnsweredByBlue() {
    Counted refused =
        during(
            Incident.CONN,
            sample ->
                sample.outcome() == Outcome.REFUSED
                    && sample.rescued()
                    && sample.status() == 200
                    && sample.latencyNanos() < 0);
    assertThat(refused.requests(Stack.GREEN))
        .isEqualTo(during(Incident.CONN).requests(Stack.GREEN));
    Traffic traffic = traffic(Incident.CONN);
    Counted.skip(traffic, ONSET);
    assertThat(traffic.isGreenDown()).isTrue();
  }

  @Test
  void oneRouteOrOneUserInTwentyIsBroken() {
    String last = RouteMix.NAMES[RouteMix.LAST];
    Counted route = during(Incident.ROUTE_20, sample -> sample.route().equals(last));
    assertThat(route.failures(Stack.GREEN)).isCloseTo(0.2, within(0.03));
    Counted others = during(Incident.ROUTE_20, sample -> !sample.route().equals(last));
    assertThat(others.failures(Stack.GREEN)).isLessThan(0.003);

    Predicate<Sample> isOfCohort = sample -> Long.remainderUnsigned(sample.userHash(), 20) == 0;
    assertThat(during(Incident.COHORT_5, isOfCohort).failures(Stack.GREEN)).isEqualTo(1);
    assertThat(during(Incident.COHORT_5, isOfCohort.negate()).failures(Stack.GREEN))
        .isLessThan(0.003);
    Counted cohort = during(Incident.COHORT_5, isOfCohort);
    double users = during(Incident.COHORT_5).byUser.size();
    assertThat(cohort.byUser.size() / users).isCloseTo(0.05, within(0.01));
  }

  @Test
  void greenIsSlowerByAsMuchAsTheIncidentSays() {
    double[] healthy = quantiles(Incident.NONE);
    assertThat(quantiles(Incident.LAT_20)[0] / healthy[0]).isCloseTo(1.2, within(0.04));
    assertThat(quantiles(Incident.LAT_50)[0] / healthy[0]).isCloseTo(1.5, within(0.05));
    double[] tail = quantiles(Incident.TAIL);
    assertThat(tail[0] / healthy[0]).isCloseTo(1, within(0.04));
    assertThat(tail[1] / healthy[1]).isCloseTo(1.15, within(0.06));
    assertThat(tail[2] / healthy[2]).isCloseTo(2.7, within(0.5));
  }

  private static double[] quantiles(Incident incident) {
    return during(incident, sample -> sample.stack() == Stack.GREEN).quantiles(0.5, 0.95, 0.99);
  }

  @Test
  void usersOfGreenGoAwayEarlyWhereItsThroughputFalls() {
    Traffic traffic = traffic(Incident.THROUGHPUT);
    Counted.skip(traffic, ONSET + 1_200);
    Counted fewer = new Counted(traffic, ONSET + 3_600);
    Traffic healthy = traffic(Incident.NONE);
    Counted.skip(healthy, ONSET + 1_200);
    Counted all = new Counted(healthy, ONSET + 3_600);
    double change =
        fewer.requests(Stack.GREEN)
            / (double) fewer.requests(Stack.BLUE)
            * all.requests(Stack.BLUE)
            / all.requests(Stack.GREEN);
    assertThat(change).isCloseTo(0.7, within(0.08));
  }

  @Test
  void whatHitsBothStacksHitsThemAlikeAndEnds() {
    Counted bad = during(Incident.BOTH_ERR_20);
    assertThat(bad.failures(Stack.GREEN)).isCloseTo(0.2, within(0.02));
    assertThat(bad.failures(Stack.BLUE)).isCloseTo(0.2, within(0.02));
    assertThat(during(Incident.BOTH_ERR_3).failures()).isCloseTo(0.031, within(0.004));
    Traffic traffic = traffic(Incident.BOTH_ERR_100);
    Counted.skip(traffic, ONSET);
    assertThat(new Counted(traffic, ONSET + 600).failures()).isEqualTo(1);
    assertThat(new Counted(traffic, ONSET + 900).failures()).isLessThan(0.003);
    double slower =
        during(Incident.BOTH_LAT_200).quantiles(0.5)[0] / during(Incident.NONE).quantiles(0.5)[0];
    assertThat(slower).isCloseTo(3, within(0.1));
  }

  @Test
  void usersAreRejectedByGreenAlone() {
    assertReplies(Incident.AUTH_100, Outcome.AUTH, 401, 1);
    assertReplies(Incident.AUTH_5, Outcome.AUTH, 401, 0.05);
    assertReplies(Incident.HOST_100, Outcome.AUTH, 403, 1);
    assertReplies(Incident.INVALID_5, Outcome.CLIENT_ERROR, 422, 0.05);
    assertReplies(Incident.LOOP_100, Outcome.OK, 302, 1);
    Predicate<Sample> isLoop = sample -> sample.remark() == Remark.SELF_REDIRECT;
    assertThat(during(Incident.LOOP_100, isLoop).requests(Stack.GREEN))
        .isEqualTo(during(Incident.LOOP_100).requests(Stack.GREEN));
  }

  private static void assertReplies(Incident incident, Outcome outcome, int status, double share) {
    Counted all = during(incident);
    Counted hit =
        during(incident, sample -> sample.status() == status && sample.outcome() == outcome);
    assertThat(hit.requests(Stack.BLUE)).isZero();
    assertThat(hit.requests(Stack.GREEN) / (double) all.requests(Stack.GREEN))
        .isCloseTo(share, within(0.006));
  }

  @Test
  void onlyAnOutageOfAllIsSeenByProbes() {
    for (Incident incident : Incident.values()) {
      Traffic traffic = traffic(incident);
      Counted.skip(traffic, ONSET);
      assertThat(traffic.isGreenDown())
          .isEqualTo(incident == Incident.CONN || incident == Incident.ERR_100);
    }
    assertThat(during(Incident.ERR_100_PROBED).failures(Stack.GREEN)).isEqualTo(1);
  }

  @Test
  void bluesFaultIsOverBeforeThatOfBoth() {
    Traffic traffic = traffic(Incident.BLUE_THEN_BOTH);
    Counted.skip(traffic, ONSET);
    Counted ofBlue = new Counted(traffic, ONSET + 1_800);
    assertThat(ofBlue.failures(Stack.BLUE)).isEqualTo(1);
    assertThat(ofBlue.failures(Stack.GREEN)).isLessThan(0.003);
    assertThat(new Counted(traffic, ONSET + 2_400).failures()).isLessThan(0.003);
    Counted ofBoth = new Counted(traffic, ONSET + 3_600);
    assertThat(ofBoth.failures(Stack.BLUE)).isCloseTo(0.2, within(0.02));
    assertThat(ofBoth.failures(Stack.GREEN)).isCloseTo(0.2, within(0.02));
  }

  @Test
  void aDayOfBluesFaultHitsNearlyAllWhoAreActive() {
    Scenario scenario =
        Scenario.of(2, new Weight(1_000), Base.LOW, Incident.BLUE_DAY_THEN_BOTH).watched(28);
    Traffic traffic = new Traffic(scenario, 1);
    Predicate<Sample> isBlues = sample -> sample.stack() == Stack.BLUE;
    Counted hit =
        new Counted(
            traffic,
            Scenario.ONSET + TimeUnit.HOURS.toSeconds(24),
            isBlues.and(sample -> sample.outcome() != Outcome.OK));
    Counted.skip(traffic, Scenario.ONSET + TimeUnit.HOURS.toSeconds(25));
    Counted later = new Counted(traffic, Scenario.ONSET + TimeUnit.HOURS.toSeconds(28), isBlues);
    long known = later.byUser.keySet().stream().filter(hit.byUser::containsKey).count();
    assertThat(known / (double) later.byUser.size()).isGreaterThan(0.8);
  }

  @Test
  void aStormIsOneUserOfGreenWithFiveFailuresASecond() {
    Counted failed = during(Incident.STORM, sample -> sample.outcome() != Outcome.OK);
    assertThat(failed.byUser.values()).contains(5 * 600);
    assertThat(failed.requests(Stack.GREEN) - 5 * 600).isLessThan(300);
    assertThat(failed.byUser.size()).isGreaterThan(1);
  }
}
