package io.canaryrouter.judge;

import static org.assertj.core.api.Assertions.assertThat;

import io.canaryrouter.measure.Outcome;
import io.canaryrouter.measure.Sample;
import io.canaryrouter.routes.Route;
import io.canaryrouter.routes.RoutePattern;
import io.canaryrouter.split.Stack;
import io.canaryrouter.split.Weight;
import io.canaryrouter.testing.Footprint;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The guard's memory is what its limits need, whatever the traffic. */
class GuardMemoryTest {
  private static final int USERS = 1_000_000;
  private static final long KIB = 1_024;
  private static final long MIB = 1_024 * KIB;

  /** Sentences with numbers of more digits. */
  private static final long SLACK = 4 * KIB;

  private static final GuardSettings EVERY_LIMIT =
      new GuardSettings(
          GuardSettings.Mode.LITERAL,
          0.5,
          OptionalDouble.of(10),
          OptionalLong.of(TimeUnit.SECONDS.toNanos(100)),
          GuardSettings.OnLatency.HOLD,
          100,
          TimeUnit.SECONDS.toNanos(30));

  private final SplittableRandom random = new SplittableRandom(5);
  private long now = TimeUnit.DAYS.toNanos(3);

  @Test
  void aMillionUsersTakeNoMoreThanAThousand() {
    LiteralGuard guard = guard(EVERY_LIMIT, List.of(route("login", true)));
    feed(guard, 1_000);
    long few = Footprint.of(guard);
    feed(guard, USERS);
    assertThat(Footprint.of(guard)).isLessThanOrEqualTo(few + SLACK);
  }

  @Test
  void aMillionUsersOfABrokenGreenTakeNoMoreEither() {
    LiteralGuard guard = guard(GuardSettings.DEFAULT, List.of());
    long none = Footprint.of(guard);
    for (int user = 1; user <= USERS; user++) {
      guard.record(sample(Stack.GREEN, Outcome.RESET, user, "other"));
    }
    assertThat(guard.verdict().level()).isEqualTo(Verdict.Level.WARNING);
    assertThat(Footprint.of(guard)).isLessThanOrEqualTo(none + SLACK);
  }

  @Test
  void itIsWhatIsWritten() {
    long plain = Footprint.of(guard(GuardSettings.DEFAULT, List.of()));
    long rated = Footprint.of(guard(GuardSettings.DEFAULT, List.of(route("login", false))));
    long timed = Footprint.of(guard(GuardSettings.DEFAULT, List.of(route("login", true))));
    assertThat(rated - plain).as("a rate").isBetween(14 * KIB, 16 * KIB);
    assertThat(timed - rated).as("a latency").isBetween(760 * KIB, 785 * KIB);
    assertThat(plain).as("without a latency limit").isLessThan(20 * KIB);
    List<Route> most =
        IntStream.range(0, 32).mapToObj(route -> route("route-" + route, true)).toList();
    assertThat(Footprint.of(guard(EVERY_LIMIT, most)))
        .as("with everything")
        .isBetween(25 * MIB, 27 * MIB);
  }

  private LiteralGuard guard(GuardSettings settings, List<Route> routes) {
    LiteralGuard guard = new LiteralGuard(settings, routes);
    guard.start(now, Weight.parse("50%"));
    return guard;
  }

  /** A thousand users a second, each seen once, of both stacks; some fail. */
  private void feed(LiteralGuard guard, int users) {
    for (int user = 1; user <= users; user++) {
      now += TimeUnit.MILLISECONDS.toNanos(1);
      Stack stack = random.nextBoolean() ? Stack.GREEN : Stack.BLUE;
      Outcome outcome = random.nextInt(100) == 0 ? Outcome.SERVER_ERROR : Outcome.OK;
      guard.record(sample(stack, outcome, random.nextLong(), user % 2 == 0 ? "login" : "other"));
      if (user % 1_000 == 0) {
        guard.tick(now);
      }
    }
  }

  private Sample sample(Stack stack, Outcome outcome, long user, String route) {
    long latency = (long) Math.pow(10, 5 + 5 * random.nextDouble());
    return new Sample(now, 1, stack, outcome, 200, false, true, user, latency, route);
  }

  private static Route route(String name, boolean isTimed) {
    return new Route(
        name,
        RoutePattern.parse("/" + name),
        Optional.empty(),
        Route.SUCCESS,
        OptionalDouble.of(0.5),
        isTimed ? OptionalLong.of(TimeUnit.SECONDS.toNanos(100)) : OptionalLong.empty(),
        false);
  }
}
