package io.canaryrouter.judge;

import static org.assertj.core.api.Assertions.assertThat;

import io.canaryrouter.measure.Outcome;
import io.canaryrouter.measure.Sample;
import io.canaryrouter.split.Stack;
import io.canaryrouter.split.StackHealth;
import io.canaryrouter.split.Weight;
import io.canaryrouter.testing.Footprint;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The judged guard's memory is a constant, whatever the traffic. */
class JudgedGuardMemoryTest {
  private static final long KIB = 1_024;
  private static final long MOST = 4 * KIB * KIB;

  /** Sentences with numbers of more digits. */
  private static final long SLACK = 8 * KIB;

  private final SplittableRandom random = new SplittableRandom(5);
  private long now = TimeUnit.DAYS.toNanos(3);

  @Test
  void aMillionUsersTakeNoMoreThanAThousandAndWithEveryLimitFourMebibytesAtMost() {
    Judge guard =
        EveryLimit.guard(
            GuardSettings.Mode.JUDGED, OptionalDouble.of(0.2), OptionalLong.of(1_000_000_000));
    guard.start(now, Weight.parse("50%"));
    feed(guard, 1_000);
    long few = Footprint.of(guard);
    feed(guard, 1_000_000);
    long many = Footprint.of(guard);
    assertThat(many).isLessThanOrEqualTo(few + SLACK).isLessThanOrEqualTo(MOST);
  }

  @Test
  void byDefaultItIsWhatIsWritten() {
    Judge guard = new JudgedGuard(GuardSettings.DEFAULT, List.of(), AlphaBudget.DEFAULT);
    guard.start(now, Weight.parse("50%"));
    feed(guard, 100_000);
    assertThat(Footprint.of(guard)).isBetween(2_300 * KIB, 2_500 * KIB);
  }

  /** A thousand users a second, each seen once, of both stacks; some fail, some are rejected. */
  private void feed(Judge guard, int users) {
    for (int user = 1; user <= users; user++) {
      now += TimeUnit.MILLISECONDS.toNanos(1);
      int lot = random.nextInt(100);
      int status = lot == 0 ? 500 : lot == 1 ? 404 : lot == 2 ? 401 : 200;
      guard.record(sample(Outcome.ofStatus(status), status, lot % 2 == 0 ? "page" : "route-1"));
      if (user % 1_000 == 0) {
        guard.health(now, Stack.GREEN, new StackHealth(1, 1, user, 0));
        guard.health(now, Stack.BLUE, new StackHealth(1, 1, user, 0));
        guard.tick(now);
      }
    }
  }

  private Sample sample(Outcome outcome, int status, String route) {
    Stack stack = random.nextBoolean() ? Stack.GREEN : Stack.BLUE;
    long latency = (long) Math.pow(10, 6 + 2 * random.nextDouble());
    return new Sample(
        now, 1, stack, outcome, status, false, true, random.nextLong(), latency, route);
  }
}
