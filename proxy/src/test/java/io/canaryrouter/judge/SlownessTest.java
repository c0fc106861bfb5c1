package io.canaryrouter.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.canaryrouter.judge.GuardSettings.OnLatency;
import io.canaryrouter.judge.Slowness.Finding;
import io.canaryrouter.judge.Verdict.Level;
import io.canaryrouter.routes.Route;
import io.canaryrouter.simulate.Base;
import io.canaryrouter.simulate.Incident;
import io.canaryrouter.simulate.Scenario;
import io.canaryrouter.simulate.Traffic;
import io.canaryrouter.split.Stack;
import io.canaryrouter.split.Weight;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whether green is slower than blue, and whether that is said of none that is not. */
class SlownessTest {
  private static final OptionalLong NO_LIMIT = OptionalLong.empty();

  @Test
  void aGreenHalfAsSlowAgainIsFoundAndTheSentenceTellsBothMedians() {
    Pace pace = new Pace(1).warm();
    pace.green = 1.5;
    pace.minutes(15);
    Finding worst = pace.finding("latency_typical");
    assertThat(worst.ruling()).isEqualTo(Ruling.SLOW);
    assertThat(worst.status().level()).isEqualTo(Level.CRITICAL);
    Evidence evidence = evidence(worst);
    assertThat(evidence.log10()).isGreaterThanOrEqualTo(evidence.log10Needed()).isPositive();
    Quantiles green = evidence.green().latency();
    Quantiles blue = evidence.blue().latency();
    assertThat(green.p50() / blue.p50()).isCloseTo(1.5, within(0.2));
    assertThat(green.p50()).as("in seconds").isBetween(0.03, 0.3).isEqualTo(worst.status().green());
    assertThat(green.p95()).isGreaterThan(green.p50());
    assertThat(green.p99()).isGreaterThan(green.p95());
    assertThat(evidence.green().users()).as("of 400").isBetween(330L, 470L);
    assertThat(evidence.blue().users()).as("many").isGreaterThan(1_000);
    assertThat(evidence.green().requests()).isLessThan(evidence.blue().requests());
    assertThat(evidence.green().verifiedUsers()).isEqualTo(Evidence.Arm.UNKNOWN);
    assertThat(worst.status().sentence())
        .matches(
            "typical latency is surely more than 20 % above blue's: green's median \\d+ ms,"
                + " blue's \\d+ ms \\(×1\\.\\d\\d\\), \\d+ green users and over 1,000"
                + " of blue in these .+");
  }

  private static Evidence evidence(Finding finding) {
    return Objects.requireNonNull(finding.status().evidence());
  }

  /** On traffic that is as hard to judge as real traffic is. */
  @ParameterizedTest
  @EnumSource(
      value = Incident.class,
      names = {"LAT_50", "TAIL"})
  void slownessIsFoundAmongSessionsBotsAndBursts(Incident incident) {
    for (int seed = 1; seed <= 3; seed++) {
      assertThat(worstOf(100, incident, 60, seed)).isEqualTo(Ruling.SLOW);
    }
  }

  @Test
  void aFifthSlowerIsAWarningAndNeverMore() {
    for (int seed = 1; seed <= 3; seed++) {
      assertThat(worstOf(100, Incident.LAT_20, 120, seed)).isEqualTo(Ruling.SLOWER);
    }
  }

  @Test
  void whenBothAreSlowNeitherIsAccused() {
    for (int seed = 1; seed <= 3; seed++) {
      assertThat(worstOf(100, Incident.BOTH_LAT_200, 60, seed)).isEqualTo(Ruling.NONE);
    }
  }

  /** The first three minutes are slow in these, as a process is that has just started. */
  @ParameterizedTest
  @ValueSource(ints = {2, 20, 100})
  void aHealthyGreenIsNotAccused(int requestsPerSecond) {
    for (int seed = 1; seed <= 4; seed++) {
      assertThat(worstOf(requestsPerSecond, Incident.NONE, 600, seed)).isEqualTo(Ruling.NONE);
    }
  }

  /** The most urgent ruling in so many minutes of a simulated rollout. */
  private static Ruling worstOf(double rate, Incident incident, int minutes, long seed) {
    Scenario scenario =
        new Scenario(
            rate,
            Scenario.healthy(rate, Pace.TENTH, Base.LOW).steps(),
            Base.LOW,
            incident,
            900,
            60L * minutes);
    Traffic traffic = new Traffic(scenario, seed);
    Slowness slowness = new Pace(seed, Pace.FAILOVER, routes()).slowness;
    slowness.start(0, Pace.TENTH);
    Ruling worst = Ruling.NONE;
    while (!traffic.isOver()) {
      traffic.advance(slowness::record);
      slowness.tick(traffic.second() * Pace.SECOND);
      worst = worst.or(slowness.worst().ruling());
    }
    return worst;
  }

  private static Route[] routes() {
    return List.of("page", "list", "search", "save", "export").stream()
        .map(name -> Pace.route(name, NO_LIMIT))
        .toArray(Route[]::new);
  }

  @Test
  void theSlowestAnswersAreToldByTheUsersWhoMeetThem() {
    Pace pace = new Pace(2).warm();
    pace.greenTail = 0.03;
    assertThat(pace.minutesUntil(Ruling.SLOW, 30)).isLessThanOrEqualTo(15);
    Finding worst = pace.slowness.worst();
    assertThat(worst.status().criterion()).isEqualTo("latency_tail");
    Evidence evidence = evidence(worst);
    assertThat(evidence.green().latency().p99()).isGreaterThan(2 * evidence.blue().latency().p99());
    assertThat(evidence.log10()).isGreaterThanOrEqualTo(evidence.log10Needed());
    assertThat(evidence.green().users()).isGreaterThan(evidence.blue().users());
    assertThat(evidence.green().verifiedUsers())
        .as("every other")
        .isPositive()
        .isLessThan(evidence.green().users());
    assertThat(worst.status().sentence())
        .matches(
            "\\d+ of the \\d+ users newly hit by very slow answers \\(over \\d\\.\\d times blue's"
                + " p99\\) were on green, which serves 10% of users; "
                + (evidence.green().verifiedUsers() + evidence.blue().verifiedUsers())
                + " of these users verified; green's p99 \\d+ ms, blue's \\d+ ms"
                + " \\(×\\d+\\.\\d\\d\\)");
  }

  @Test
  void aGreenThatIsSlowWhileItWarmsUpIsNotAccused() {
    Pace pace = new Pace(3);
    pace.green = 4;
    pace.minutes(2);
    assertThat(pace.slowness.worst().status().level()).isEqualTo(Level.INCONCLUSIVE);
    assertThat(pace.slowness.worst().status().sentence()).contains("warm up");
    pace.minutes(1);
    pace.green = 1;
    pace.minutes(60);
    assertThat(pace.slowness.worst().ruling()).isEqualTo(Ruling.NONE);
  }

  @Test
  void theFirstMinuteAfterARaiseIsNotCompared() {
    Pace pace = new Pace(4).warm();
    pace.minutes(20);
    pace.weight(Weight.parse("25%"));
    pace.green = 4;
    pace.minutes(1);
    pace.green = 1;
    pace.minutes(60);
    assertThat(pace.slowness.worst().ruling()).isEqualTo(Ruling.NONE);
  }

  @Test
  void bluesScaleOutlivesARaise() {
    Pace pace = new Pace(5).warm();
    pace.minutes(20);
    pace.weight(Weight.parse("25%"));
    pace.green = 1.6;
    pace.minutes(1);
    assertThat(pace.minutesUntil(Ruling.SLOW, 30)).isLessThanOrEqualTo(5);
  }

  @Test
  void aNewBuildOfGreenBeginsWithACleanSlateAndAWarmUp() {
    Pace pace = new Pace(6).warm();
    pace.green = 1.6;
    assertThat(pace.minutesUntil(Ruling.SLOW, 30)).isLessThanOrEqualTo(30);
    pace.slowness.renewed(pace.nanos, Stack.GREEN);
    assertThat(pace.slowness.worst().ruling()).isEqualTo(Ruling.NONE);
    assertThat(pace.slowness.worst().status().level()).isEqualTo(Level.INCONCLUSIVE);
    pace.minutes(3);
    pace.green = 1;
    pace.minutes(60);
    assertThat(pace.slowness.worst().ruling()).isEqualTo(Ruling.NONE);
    assertThat(pace.slowness.worst().status().level()).isEqualTo(Level.OK);
  }

  @Test
  void aNewBlueIsAnotherScaleAndAnotherComparison() {
    Pace pace = new Pace(7).warm();
    pace.minutes(30);
    pace.slowness.renewed(pace.nanos, Stack.BLUE);
    pace.green = 0.5;
    pace.blue = 0.5;
    pace.minutes(4);
    pace.green = 0.8;
    assertThat(pace.minutesUntil(Ruling.SLOW, 30)).isLessThanOrEqualTo(15);
  }

  @Test
  void anotherMixOfRoutesIsNoSlowness() {
    Pace pace =
        new Pace(8, Pace.FAILOVER, Pace.route("page", NO_LIMIT), Pace.route("export", NO_LIMIT));
    pace.greenExports = 0.4;
    pace.blueExports = 0.1;
    pace.minutes(60);
    assertThat(pace.slowness.worst().ruling()).isEqualTo(Ruling.NONE);
    Finding typical = pace.finding("latency_typical");
    assertThat(typical.status().green()).isGreaterThan(1.2 * typical.status().blue());
  }

  @Test
  void oneBusyUserOfSlowRequestsMovesNobody() {
    Pace pace = new Pace(9).warm();
    for (int second = 0; second < 3_600; second++) {
      for (int i = 0; i < 20; i++) {
        pace.send(42, Stack.GREEN, 2_000, "page");
      }
      pace.second();
    }
    assertThat(pace.ruling("latency_typical")).isEqualTo(Ruling.NONE);
    assertThat(pace.ruling("latency_vs_blue")).isEqualTo(Ruling.NONE);
    assertThat(pace.ruling("latency_tail")).isEqualTo(Ruling.NONE);
  }

  @Test
  void theGuardsMarginIsWhatCountsAsTooSlow() {
    Pace patient = new Pace(10, Pace.settings(OptionalDouble.of(1), NO_LIMIT)).warm();
    Pace strict = new Pace(10, Pace.settings(OptionalDouble.of(0.03), NO_LIMIT)).warm();
    patient.green = 1.5;
    strict.green = 1.17;
    assertThat(patient.minutesUntil(Ruling.SLOW, 120)).isEqualTo(121);
    assertThat(patient.slowness.worst().ruling()).isEqualTo(Ruling.SLOWER);
    assertThat(strict.minutesUntil(Ruling.SLOW, 120)).isLessThanOrEqualTo(120);
    assertThat(strict.slowness.worst().status().sentence()).contains("surely more than 3 % above");
  }

  @Test
  void whatSlownessDoesIsForTheGuardToSay() {
    GuardSettings hold =
        new GuardSettings(
            GuardSettings.Mode.LITERAL,
            0.01,
            OptionalDouble.empty(),
            NO_LIMIT,
            OnLatency.HOLD,
            100,
            30 * Pace.SECOND);
    Pace pace = new Pace(11, hold).warm();
    pace.green = 2;
    assertThat(pace.minutesUntil(Ruling.SLOW, 30)).isLessThanOrEqualTo(30);
    assertThat(pace.slowness.worst().status().level()).isEqualTo(Level.WARNING);
  }

  @Test
  void overItsLimitOnAPercentileGreenIsWarnedOfAndWithProofItIsMore() {
    OptionalLong limit = OptionalLong.of(TimeUnit.MILLISECONDS.toNanos(110));
    Pace pace = new Pace(12, Pace.settings(OptionalDouble.of(5), limit)).warm();
    pace.minutes(30);
    assertThat(pace.ruling("latency_p95")).isEqualTo(Ruling.NONE);
    pace.green = 1.4;
    pace.minutes(120);
    Finding over = pace.finding("latency_p95");
    assertThat(over.ruling()).isEqualTo(Ruling.SLOW);
    assertThat(over.status().sentence())
        .contains("is over the limit, and surely above blue's: green's p95 1")
        .contains("limit 110 ms");
    assertThat(pace.ruling("latency_typical")).as("of margin 5").isEqualTo(Ruling.SLOWER);
    pace.blue = 1.4;
    pace.minutes(120);
    assertThat(pace.ruling("latency_p95")).as("blue is over it too").isEqualTo(Ruling.NONE);
  }

  @Test
  void withoutALimitOnAPercentileThereIsNone() {
    Pace pace = new Pace(13).warm();
    assertThat(pace.slowness.criteria())
        .extracting(CriterionStatus::criterion)
        .containsExactly("latency_typical", "latency_vs_blue", "latency_tail", "throughput");
  }

  @Test
  void aRoutesOwnLimitReplacesTheGeneralOne() {
    OptionalLong general = OptionalLong.of(TimeUnit.MILLISECONDS.toNanos(300));
    OptionalLong own = OptionalLong.of(TimeUnit.SECONDS.toNanos(60));
    Pace both = new Pace(17, Pace.settings(OptionalDouble.empty(), general));
    Pace apart =
        new Pace(17, Pace.settings(OptionalDouble.empty(), general), Pace.route("export", own));
    both.greenExports = 0.2;
    apart.greenExports = 0.2;
    both.minutes(60);
    apart.minutes(60);
    assertThat(both.ruling("latency_p95")).isNotEqualTo(Ruling.NONE);
    assertThat(apart.ruling("latency_p95")).isEqualTo(Ruling.NONE);
  }

  @Test
  void aRouteOverItsLimitIsWarnedOfByName() {
    OptionalLong limit = OptionalLong.of(TimeUnit.MILLISECONDS.toNanos(780));
    Pace pace =
        new Pace(14, Pace.FAILOVER, Pace.route("page", NO_LIMIT), Pace.route("export", limit));
    pace.greenExports = 0.2;
    pace.blueExports = 0.2;
    pace.warm();
    assertThat(pace.finding("route:export:latency_p95").status().level())
        .isEqualTo(Level.INCONCLUSIVE);
    pace.minutes(20);
    assertThat(pace.ruling("route:export:latency_p95")).isEqualTo(Ruling.NONE);
    pace.green = 1.15;
    pace.minutes(120);
    assertThat(pace.ruling("route:export:latency_p95")).isEqualTo(Ruling.SLOWER);
    assertThat(pace.finding("route:export:latency_p95").status().sentence())
        .contains("of the route export is over the limit");
  }

  @Test
  void whatIsMissingIsSaidInUsersAndInMinutes() {
    Pace pace = new Pace(15);
    pace.perSecond = 2;
    pace.minutes(5);
    CriterionStatus typical = pace.finding("latency_typical").status();
    assertThat(typical.level()).isEqualTo(Level.INCONCLUSIVE);
    assertThat(typical.samples()).isBetween(5L, 60L).isLessThan(typical.needed());
    assertThat(typical.sentence())
        .containsPattern(
            "needs about \\d+ more green users, about \\d+ minutes at today's traffic");
    pace.minutes(60);
    assertThat(pace.finding("latency_typical").status().level()).isEqualTo(Level.OK);
    pace.weight(Weight.NONE);
    assertThat(pace.finding("latency_typical").status().sentence()).contains("green has no users");
  }

  @Test
  void usersWhoDoHalfAsMuchAreAWarning() {
    Pace pace = new Pace(16).warm();
    pace.minutes(60);
    assertThat(pace.ruling("throughput")).isEqualTo(Ruling.NONE);
    pace.greenDiligence = 0.5;
    assertThat(pace.minutesUntil(Ruling.THROUGHPUT, 240)).isLessThanOrEqualTo(240);
    assertThat(pace.finding("throughput").status().level()).isEqualTo(Level.WARNING);
    assertThat(pace.finding("throughput").status().sentence())
        .matches("green's users do \\d\\d % of what blue's do: green got \\d+ of \\d+ requests.*");
  }
}
