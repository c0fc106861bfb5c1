package io.canaryrouter.judge;

import static org.assertj.core.api.Assertions.assertThat;

import io.canaryrouter.judge.Verdict.Action;
import io.canaryrouter.measure.Outcome;
import io.canaryrouter.measure.Sample;
import io.canaryrouter.split.Stack;
import io.canaryrouter.split.StackHealth;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What holds of every sequence of calls. */
class LiteralGuardPropertyTest {
  private static final GuardSettings SETTINGS =
      new GuardSettings(
          GuardSettings.Mode.LITERAL,
          0.01,
          OptionalDouble.of(0.2),
          OptionalLong.of(TimeUnit.MILLISECONDS.toNanos(200)),
          GuardSettings.OnLatency.FAILOVER,
          100,
          TimeUnit.SECONDS.toNanos(30));

  @Test
  void theSameCallsGiveTheSameVerdicts() {
    for (long seed = 0; seed < 100; seed++) {
      assertThat(verdicts(seed, false)).as("seed %d", seed).isEqualTo(verdicts(seed, false));
    }
  }

  @Test
  void whatIsNotJudgedNeverMatters() {
    for (long seed = 0; seed < 100; seed++) {
      assertThat(verdicts(seed, true)).as("seed %d", seed).isEqualTo(verdicts(seed, false));
    }
  }

  /** All kinds of calls, time stepping backwards among them; if wanted with unjudged samples. */
  private static List<Verdict> verdicts(long seed, boolean isNoisy) {
    Random random = new Random(seed);
    Random noise = new Random(seed + 1);
    LiteralGuard guard = new LiteralGuard(SETTINGS, List.of());
    List<Verdict> verdicts = new ArrayList<>();
    long nanos = random.nextLong();
    int failing = 1 + random.nextInt(100);
    guard.start(nanos, Scenario.TENTH);
    for (int i = 0; i < 3_000; i++) {
      nanos += random.nextInt(1_000_000_000) - 100_000_000;
      switch (random.nextInt(20)) {
        case 0 -> guard.health(nanos, Stack.GREEN, health(random, i));
        case 1 -> guard.health(nanos, Stack.BLUE, health(random, i));
        case 2, 3, 4, 5 -> guard.tick(nanos);
        default -> guard.record(sample(random, nanos, failing, true));
      }
      if (random.nextInt(2_000) == 0) {
        guard.lost(nanos, 1);
      }
      if (random.nextInt(2_000) == 0) {
        guard.setWeight(nanos, Scenario.TENTH);
      }
      if (isNoisy) {
        guard.record(sample(noise, nanos, 1, false));
      }
      verdicts.add(guard.verdict());
    }
    return verdicts;
  }

  private static StackHealth health(Random random, int good) {
    return new StackHealth(2, random.nextInt(3), good, good / 100);
  }

  private static Sample sample(Random random, long nanos, int failing, boolean judged) {
    Outcome[] outcomes = Outcome.values();
    boolean isOk = random.nextInt(failing) > 0;
    return new Sample(
        nanos,
        1,
        random.nextInt(3) == 0 ? Stack.GREEN : Stack.BLUE,
        isOk ? Outcome.OK : outcomes[random.nextInt(outcomes.length)],
        isOk ? 200 : 500,
        random.nextInt(4) == 0,
        judged,
        random.nextInt(20),
        random.nextInt(400_000_000),
        "other");
  }

  @Test
  void noLimitTripsOnFewerRequestsThanItNeeds() {
    for (long seed = 0; seed < 200; seed++) {
      Random random = new Random(seed);
      Scenario scenario = new Scenario(SETTINGS);
      int sent = 0;
      while (sent < 99) {
        int failed = Math.min(random.nextInt(4), 99 - sent);
        scenario.green(failed, Outcome.SERVER_ERROR);
        sent += failed;
        if (sent < 99) {
          scenario.slow(Stack.GREEN, 1, random.nextInt(5_000));
          sent++;
        }
        scenario.blue(random.nextInt(50), Outcome.OK);
        scenario.seconds(random.nextInt(30));
        assertThat(scenario.action()).as("seed %d", seed).isEqualTo(Action.NONE);
      }
      scenario.seconds(60);
      assertThat(scenario.action()).as("seed %d", seed).isEqualTo(Action.NONE);
    }
  }

  @Test
  void aStackThatIsAsGoodAsTheOtherIsNeverLeftForItsLatency() {
    GuardSettings relative =
        new GuardSettings(
            GuardSettings.Mode.LITERAL,
            0.01,
            OptionalDouble.of(0.2),
            OptionalLong.empty(),
            GuardSettings.OnLatency.FAILOVER,
            100,
            TimeUnit.SECONDS.toNanos(30));
    for (long seed = 0; seed < 20; seed++) {
      Random random = new Random(seed);
      Scenario scenario = new Scenario(relative);
      for (int i = 0; i < 600; i++) {
        for (int n = 0; n < 100; n++) {
          scenario.slow(n < 30 ? Stack.GREEN : Stack.BLUE, 1, 50 + random.nextInt(50));
        }
        scenario.second();
        assertThat(scenario.action()).as("seed %d", seed).isEqualTo(Action.NONE);
      }
    }
  }
}
