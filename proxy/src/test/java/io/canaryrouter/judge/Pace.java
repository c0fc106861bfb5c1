package io.canaryrouter.judge;

import io.canaryrouter.judge.GuardSettings.OnLatency;
import io.canaryrouter.judge.Slowness.Finding;
import io.canaryrouter.measure.Outcome;
import io.canaryrouter.measure.Sample;
import io.canaryrouter.measure.Sample.Remark;
import io.canaryrouter.routes.Route;
import io.canaryrouter.routes.RoutePattern;
import io.canaryrouter.split.Stack;
import io.canaryrouter.split.Weight;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/** Users of two stacks, each as quick as the test says, and what is made of it. */
final class Pace {
  static final long SECOND = TimeUnit.SECONDS.toNanos(1);
  static final Weight TENTH = new Weight(1_000);
  static final GuardSettings FAILOVER = settings(OptionalDouble.empty(), OptionalLong.empty());
  private static final AlphaBudget BUDGET = new AlphaBudget(0.01, TimeUnit.HOURS.toNanos(48));
  private static final int USERS = 4_000;

  final Slowness slowness;
  private final RandomGenerator random;
  private final long salt;
  private Weight weight = TENTH;
  long nanos = -3_600 * SECOND;
  int perSecond = 40;

  /** How many times slower green is, by its requests' part from 0 to 1. */
  double green = 1;

  double blue = 1;
  double greenTail;

  /** The part of their requests that green's users make. */
  double greenDiligence = 1;

  /** Share of the requests that go to a route which takes eight times as long. */
  double greenExports;

  double blueExports;

  Pace(long seed) {
    this(seed, FAILOVER);
  }

  Pace(long seed, GuardSettings settings, Route... routes) {
    random = new SplittableRandom(seed);
    salt = seed * 1_000_003;
    slowness = new Slowness(BUDGET, settings, List.of(routes));
    slowness.start(nanos, weight);
  }

  static GuardSettings settings(OptionalDouble latencyVsBlue, OptionalLong p95Nanos) {
    return new GuardSettings(
        GuardSettings.Mode.JUDGED,
        0.01,
        latencyVsBlue,
        p95Nanos,
        OnLatency.FAILOVER,
        100,
        30 * SECOND);
  }

  static Route route(String name, OptionalLong p95Nanos) {
    return new Route(
        name,
        RoutePattern.parse("/" + name),
        Optional.empty(),
        Route.SUCCESS,
        OptionalDouble.empty(),
        p95Nanos,
        false);
  }

  void weight(Weight weight) {
    this.weight = weight;
    slowness.setWeight(nanos, weight);
  }

  /** Past the warm-up, with nothing wrong. */
  Pace warm() {
    minutes(4);
    return this;
  }

  void minutes(int minutes) {
    for (int i = 0; i < 60 * minutes; i++) {
      second();
    }
  }

  /** Minutes until a ruling holds, at most so many; one more when it never does. */
  int minutesUntil(Ruling ruling, int most) {
    for (int minute = 0; minute < most; minute++) {
      for (int i = 0; i < 60; i++) {
        second();
        if (slowness.worst().ruling() == ruling) {
          return minute;
        }
      }
    }
    return most + 1;
  }

  void second() {
    for (int i = 0; i < perSecond; i++) {
      request(random.nextInt(USERS));
      nanos += SECOND / perSecond;
    }
    slowness.tick(nanos);
  }

  private void request(int user) {
    boolean isGreen = user < USERS * weight.ratio();
    if (isGreen && random.nextDouble() > greenDiligence) {
      return;
    }
    boolean isExport = random.nextDouble() < (isGreen ? greenExports : blueExports);
    boolean isTail = isGreen && random.nextDouble() < greenTail;
    double own = ((user * 7_919L) % 1_000) / 1_000.0;
    double log = 0.7 * own + 0.4 * random.nextGaussian() + (isTail ? 3 : 0);
    double millis = 30 * Math.exp(log) * (isExport ? 8 : 1) * (isGreen ? green : blue);
    send(salt + user, isGreen ? Stack.GREEN : Stack.BLUE, millis, isExport ? "export" : "page");
  }

  /** A success; of every other user the token was verified. */
  void send(long user, Stack stack, double millis, String route) {
    Sample sample =
        new Sample(
            nanos,
            1,
            stack,
            Outcome.OK,
            200,
            false,
            true,
            user,
            user % 2 == 0,
            user,
            (long) (millis * 1e6),
            route,
            Remark.NONE);
    slowness.record(sample);
  }

  Finding finding(String criterion) {
    return slowness.findings().stream()
        .filter(finding -> finding.status().criterion().equals(criterion))
        .findFirst()
        .orElseThrow();
  }

  Ruling ruling(String criterion) {
    return finding(criterion).ruling();
  }
}
