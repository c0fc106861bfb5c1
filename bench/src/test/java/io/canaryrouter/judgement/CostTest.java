package io.canaryrouter.judgement;

import static org.assertj.core.api.Assertions.assertThat;

import io.canaryrouter.judge.GuardSettings;
import io.canaryrouter.judge.Judge;
import io.canaryrouter.judge.Verdict;
import io.canaryrouter.measure.Sample;
import io.canaryrouter.routes.Route;
import io.canaryrouter.routes.RoutePattern;
import io.canaryrouter.split.Stack;
import io.canaryrouter.split.StackHealth;
import io.canaryrouter.split.Weight;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class CostTest {
  private static final List<Route> ROUTES =
      Stream.of("page", "list", "search", "save", "export").map(CostTest::route).toList();

  private static Route route(String name) {
    return new Route(
        name,
        RoutePattern.parse("/" + name),
        Optional.empty(),
        Route.SUCCESS,
        OptionalDouble.of(0.5),
        OptionalLong.of(1_000_000_000),
        false);
  }

  @Test
  void theHeapIsThatOfTheJudgeAndNotOfTheSamples() {
    List<Integer> ticks = new ArrayList<>();
    Cost cost = Cost.of(() -> new Hoarder(ticks), 5);
    assertThat(cost.mebibytes()).isBetween(7.5, 9.0);
    assertThat(cost.least()).isPositive().isLessThanOrEqualTo(cost.median());
    assertThat(cost.median()).isLessThanOrEqualTo(cost.greatest());
    assertThat(ticks.size() % 300).as("whole passes").isZero();
    assertThat(ticks.stream().mapToInt(Integer::intValue).max().orElseThrow())
        .as("samples of a judge")
        .isBetween(10_000, 60_000);
  }

  /** By the collector's books; the router's own tests count what its fields lead to. */
  @Test
  void aJudgedGuardThatHasSeenAnHourHoldsFourMebibytesAtMost() {
    GuardSettings defaults = GuardSettings.DEFAULT;
    GuardSettings settings =
        new GuardSettings(
            GuardSettings.Mode.JUDGED,
            defaults.errorRate(),
            OptionalDouble.of(0.2),
            OptionalLong.of(1_000_000_000),
            GuardSettings.OnLatency.FAILOVER,
            defaults.minRequests(),
            defaults.sustainedNanos());
    Cost cost = Cost.of(() -> settings.guard(ROUTES), 60);
    assertThat(cost.mebibytes()).isBetween(2.0, 4.0);
  }

  /** Holds 8 MiB from its start on. */
  private static final class Hoarder implements Judge {
    private final List<Integer> ticks;
    private byte[][] hoard = {};
    private int samples;

    Hoarder(List<Integer> ticks) {
      this.ticks = ticks;
    }

    @Override
    public void start(long nowNanos, Weight green) {
      // In pieces, because a collector may round up what is large.
      hoard = new byte[64][1 << 17];
    }

    @Override
    public void setWeight(long nowNanos, Weight green) {}

    @Override
    public void record(Sample sample) {
      samples++;
    }

    @Override
    public void lost(long nowNanos, long samples) {}

    @Override
    public void health(long nowNanos, Stack stack, StackHealth health) {}

    @Override
    public void tick(long nowNanos) {
      ticks.add(samples);
    }

    @Override
    public Verdict verdict() {
      return new Verdict(Verdict.Level.OK, "hoard", hoard.length + " pieces");
    }
  }
}
