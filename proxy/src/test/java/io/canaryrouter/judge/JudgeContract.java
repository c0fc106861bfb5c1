package io.canaryrouter.judge;

import static org.assertj.core.api.Assertions.assertThat;

import io.canaryrouter.judge.Verdict.Action;
import io.canaryrouter.judge.Verdict.Level;
import io.canaryrouter.measure.Outcome;
import io.canaryrouter.measure.Sample;
import io.canaryrouter.measure.Sample.Remark;
import io.canaryrouter.split.Stack;
import io.canaryrouter.split.StackHealth;
import io.canaryrouter.split.Weight;
import io.canaryrouter.testing.Footprint;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * What every judge survives: whatever it is told, it throws nothing, keeps no more than it may, and
 * never trips over a green that is like blue.
 */
abstract class JudgeContract {
  private static final int SEEDS = 20;
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
  private static final long DAY = TimeUnit.DAYS.toNanos(1);
  private static final long MOST_BYTES = 4 << 20;
  private static final int REQUESTS = 40;

  private final Supplier<Judge> judges;
  private final double sharedFault;

  /**
   * The promises of one judge.
   *
   * @param sharedFault the least part of both stacks' requests that may fail for the same reason
   */
  JudgeContract(Supplier<Judge> judges, double sharedFault) {
    this.judges = judges;
    this.sharedFault = sharedFault;
  }

  @Test
  void aClockThatStepsBackOrLeapsByDaysTripsNothing() {
    for (int seed = 0; seed < SEEDS; seed++) {
      Rollout rollout = new Rollout(seed);
      for (int i = 0; i < 1_000; i++) {
        switch (rollout.random.nextInt(40)) {
          case 0 -> rollout.now -= rollout.random.nextLong(SECOND);
          case 1 -> rollout.now -= rollout.random.nextLong(3 * DAY);
          case 2 -> rollout.now += rollout.random.nextLong(3 * DAY);
          case 3 -> rollout.now += rollout.random.nextLong(120 * SECOND);
          default -> rollout.now += SECOND;
        }
        rollout.healthy();
      }
    }
  }

  /** The origin of monotonic time is arbitrary, and its numbers wrap. */
  @Test
  void theNumbersOfTheClockMayWrap() {
    Rollout rollout = new Rollout(1, Long.MAX_VALUE - 500 * SECOND);
    for (int i = 0; i < 1_000; i++) {
      rollout.now += SECOND;
      rollout.healthy();
    }
  }

  @Test
  void aStackWithoutTrafficTripsNothing() {
    for (Stack silent : Stack.values()) {
      Rollout rollout = new Rollout(2);
      rollout.silent = silent;
      for (int i = 0; i < 4_000; i++) {
        rollout.now += SECOND;
        rollout.healthy();
      }
    }
  }

  @Test
  void noTrafficAtAllTripsNothingAndIsNotWell() {
    Rollout rollout = new Rollout(3);
    for (int i = 0; i < 4_000; i++) {
      rollout.now += SECOND;
      rollout.tick();
    }
    assertThat(rollout.judge.verdict().level()).isNotEqualTo(Level.OK);
  }

  @Test
  void theWeightMayChangeAtAnyMoment() {
    for (int seed = 0; seed < SEEDS; seed++) {
      Rollout rollout = new Rollout(seed);
      for (int i = 0; i < 1_000; i++) {
        rollout.now += SECOND;
        if (rollout.random.nextInt(10) == 0) {
          rollout.weigh(weight(rollout.random));
        }
        rollout.healthy();
      }
    }
  }

  private static Weight weight(SplittableRandom random) {
    int[] points = {0, 1, 10, 500, 5_000, 9_999, 10_000};
    return new Weight(points[random.nextInt(points.length)]);
  }

  @Test
  void numbersPast32BitsAreNumbersLikeOthers() {
    Rollout rollout = new Rollout(4);
    rollout.epoch = 1L << 40;
    rollout.probes = (1L << 31) - 200;
    for (int i = 0; i < 600; i++) {
      rollout.now += SECOND;
      if (i % 100 == 0) {
        rollout.judge.lost(rollout.now, Long.MAX_VALUE);
      }
      rollout.healthy();
    }
  }

  @Test
  void durationsThatCannotBeTripNothing() {
    long[] odd = {-1, Long.MIN_VALUE, 0, 1, Long.MAX_VALUE};
    Rollout rollout = new Rollout(5);
    rollout.latency = () -> odd[rollout.random.nextInt(odd.length)];
    for (int i = 0; i < 2_000; i++) {
      rollout.now += SECOND;
      rollout.healthy();
    }
  }

  @Test
  void lostSamplesTripNothingAndLeaveNothingKnown() {
    Rollout rollout = new Rollout(6);
    for (int i = 0; i < 600; i++) {
      rollout.now += SECOND;
      rollout.judge.lost(rollout.now, 1 + rollout.random.nextInt(1_000));
      rollout.healthy();
      assertThat(rollout.judge.verdict().level()).isNotEqualTo(Level.OK);
    }
  }

  @Test
  void aMillionUsersTakeNoMoreThanTheyMay() {
    Rollout rollout = new Rollout(7);
    for (int i = 0; i < 1_000_000 / REQUESTS; i++) {
      rollout.now += SECOND;
      rollout.healthy();
    }
    rollout.assertSmall();
  }

  /** Long after the last raise; and every request is of someone else. */
  @Test
  void aFaultOfBothStacksThatHitsEveryUserTripsNothing() {
    for (int seed = 0; seed < 5; seed++) {
      Rollout rollout = new Rollout(seed);
      rollout.seconds(700);
      rollout.failing = 1;
      rollout.seconds(600);
      rollout.failing = sharedFault;
      rollout.seconds(600);
      rollout.failing = 0;
      rollout.seconds(600);
      rollout.assertSmall();
    }
  }

  @Test
  void anotherBuildMayAnswerAtAnyMoment() {
    for (int seed = 0; seed < SEEDS; seed++) {
      Rollout rollout = new Rollout(seed);
      for (int i = 0; i < 1_000; i++) {
        if (rollout.random.nextInt(20) == 0) {
          rollout.judge.renewed(rollout.now, rollout.any(Stack.values()));
        }
        rollout.seconds(1);
      }
    }
  }

  /** A stack falls silent and comes back, the ring overflows, weights, builds and clocks change. */
  @Test
  void allOfThatAtOnceTripsNothing() {
    long[] odd = {-1, Long.MIN_VALUE, 0, Long.MAX_VALUE};
    for (int seed = 0; seed < SEEDS; seed++) {
      Rollout rollout = new Rollout(seed, new SplittableRandom(seed).nextLong());
      LongSupplier usual = rollout.latency;
      rollout.latency = () -> rollout.random.nextInt(20) > 0 ? usual.getAsLong() : rollout.of(odd);
      for (int i = 0; i < 3_000; i++) {
        rollout.mishap();
        rollout.seconds(1);
      }
      rollout.assertSmall();
    }
  }

  /** Of both stacks: what is to be done about it may differ, but not how much is kept. */
  @Test
  void everyUserMayBeAffected() {
    Rollout rollout = new Rollout(8);
    for (int user = 0; user < 1_000_000; user++) {
      rollout.judge.record(rollout.sample(Outcome.SERVER_ERROR, 500, Remark.NONE, "page"));
      if (user % 1_000 == 0) {
        rollout.now += SECOND;
        rollout.judge.tick(rollout.now);
      }
    }
    assertThat(rollout.judge.verdict().sentence()).isNotBlank();
    rollout.assertSmall();
  }

  /** Nothing is impossible here, so nothing can be said but that it stays upright. */
  @Test
  void whateverItIsToldItThrowsNothingAndStaysSmall() {
    for (int seed = 0; seed < SEEDS; seed++) {
      Rollout rollout = new Rollout(seed, new SplittableRandom(seed).nextLong());
      for (int i = 0; i < 2_000; i++) {
        rollout.anything();
      }
      assertThat(rollout.judge.criteria()).isNotNull();
      rollout.assertSmall();
    }
  }

  /** One judge and what it is told. */
  private final class Rollout {
    private final Judge judge = judges.get();
    private final SplittableRandom random;
    private @Nullable Stack silent;
    private Weight green = new Weight(1_000);
    private LongSupplier latency;
    private long now;
    private long epoch = 1;
    private long probes = 10;
    private double failing;
    private double lost;

    Rollout(long seed) {
      this(seed, 3 * DAY);
    }

    Rollout(long seed, long now) {
      random = new SplittableRandom(seed);
      latency = () -> (long) Math.pow(10, 6.5 + 2 * random.nextDouble());
      this.now = now;
      judge.start(now, green);
    }

    /** Seconds in which green is like blue. */
    void seconds(int count) {
      for (int i = 0; i < count; i++) {
        now += SECOND;
        healthy();
      }
    }

    /** In one second of fifty something happens that is nobody's fault. */
    void mishap() {
      switch (random.nextInt(350)) {
        case 0 -> now -= random.nextLong(3 * DAY);
        case 1 -> now += random.nextLong(3 * DAY);
        case 2 -> weigh(weight(random));
        case 3 -> judge.renewed(now, any(Stack.values()));
        case 4 -> silent = any(Stack.values());
        case 5 -> silent = null;
        case 6 -> lost = random.nextBoolean() ? 0 : random.nextDouble();
        default -> {}
      }
      if (lost > 0) {
        judge.lost(now, 1 + random.nextInt(1_000));
      }
    }

    /**
     * A second in which green is like blue: one request in 4,000 fails, or as many as are to; one
     * in 100 is rejected.
     */
    void healthy() {
      for (int i = 0; i < REQUESTS; i++) {
        int lot = random.nextDouble() < failing ? 0 : random.nextInt(4_000);
        Sample sample =
            lot == 0
                ? sample(Outcome.SERVER_ERROR, 500, Remark.NONE, "page")
                : lot <= 40
                    ? sample(Outcome.AUTH, 401, Remark.NONE, "page")
                    : sample(Outcome.OK, 200, Remark.NONE, "page");
        if (sample.stack() != silent && random.nextDouble() >= lost) {
          judge.record(sample);
          if (sample.outcome() != Outcome.OK) {
            assertUntripped();
          }
        }
      }
      tick();
      assertUntripped();
    }

    void tick() {
      probes++;
      for (Stack stack : Stack.values()) {
        judge.health(now, stack, new StackHealth(2, 2, probes, 0));
      }
      judge.tick(now);
    }

    void weigh(Weight weight) {
      green = weight;
      epoch++;
      judge.setWeight(now, weight);
      assertUntripped();
    }

    private void assertUntripped() {
      Verdict verdict = judge.verdict();
      assertThat(verdict.level()).as(verdict.sentence()).isNotEqualTo(Level.CRITICAL);
      assertThat(verdict.action()).as(verdict.sentence()).isEqualTo(Action.NONE);
    }

    void assertSmall() {
      assertThat(Footprint.of(judge)).isLessThanOrEqualTo(MOST_BYTES);
    }

    /** Of a new user, on the stack that the hash chose. */
    Sample sample(Outcome outcome, int status, Remark remark, String route) {
      boolean isGreen = random.nextDouble() < green.ratio();
      return new Sample(
          now,
          epoch,
          isGreen ? Stack.GREEN : Stack.BLUE,
          outcome,
          status,
          false,
          true,
          random.nextLong(),
          random.nextInt(3) > 0,
          random.nextInt(1_000),
          latency.getAsLong(),
          route,
          remark);
    }

    /** One call of any kind, with any values. */
    void anything() {
      switch (random.nextInt(31)) {
        case 0 -> judge.tick(time());
        case 1 -> judge.lost(time(), number());
        case 2 -> judge.health(time(), any(Stack.values()), anyHealth());
        case 3 -> judge.setWeight(time(), new Weight(random.nextInt(10_001)));
        case 4 -> assertThat(judge.verdict().sentence()).isNotNull();
        case 5 -> judge.renewed(time(), any(Stack.values()));
        default -> judge.record(anySample());
      }
      if (random.nextInt(500) == 0) {
        judge.start(time(), new Weight(random.nextInt(10_001)));
      }
    }

    private StackHealth anyHealth() {
      int instances = random.nextInt(4);
      return new StackHealth(instances, random.nextInt(4), number(), number());
    }

    private Sample anySample() {
      return new Sample(
          time(),
          number(),
          any(Stack.values()),
          any(Outcome.values()),
          random.nextInt(-1, 1_000),
          random.nextBoolean(),
          random.nextInt(10) > 0,
          random.nextBoolean() ? random.nextInt(50) : number(),
          random.nextBoolean(),
          number(),
          number(),
          "route-" + random.nextInt(1_000_000),
          any(Remark.values()));
    }

    /** Mostly a little later, sometimes any time there is. */
    private long time() {
      int lot = random.nextInt(200);
      if (lot == 0) {
        return number();
      }
      now += random.nextLong(-SECOND / 10, SECOND / 2);
      return now;
    }

    private long number() {
      long[] edges = {0, 1, -1, Integer.MAX_VALUE, Long.MAX_VALUE, Long.MIN_VALUE};
      return random.nextBoolean() ? random.nextLong() : edges[random.nextInt(edges.length)];
    }

    private long of(long[] values) {
      return values[random.nextInt(values.length)];
    }

    private <T> T any(T[] values) {
      return values[random.nextInt(values.length)];
    }
  }
}
