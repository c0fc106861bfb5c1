package io.canaryrouter.judge;

import io.canaryrouter.measure.Sample;
import io.canaryrouter.routes.Route;
import io.canaryrouter.routes.RoutePattern;
import io.canaryrouter.simulate.Base;
import io.canaryrouter.simulate.Scenario;
import io.canaryrouter.simulate.Traffic;
import io.canaryrouter.split.Stack;
import io.canaryrouter.split.StackHealth;
import io.canaryrouter.split.Weight;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What a request of a healthy rollout costs the guard, of simulated users, errors, rejections and
 * latencies, once it has seen a quarter of a million of them. At two rates, since a look each
 * second is shared out among the second's requests: the difference tells what a look costs.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class GuardBenchmark {
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
  private static final int SAMPLES = 1 << 18;
  private static final Weight TENTH = new Weight(1_000);

  /** Which judge: a word of {@code guard.mode}. */
  @Param({"literal", "judged"})
  private String mode;

  /** What green is held to: by default, or latency limits and routes with limits as well. */
  @Param({"DEFAULT", "EVERY"})
  private String limits;

  /** Requests of both stacks a second: as many samples share one look. */
  @Param({"100", "1000"})
  private int rate;

  private final List<Sample> samples = new ArrayList<>();
  private Judge guard;
  private int next;

  /** What is added to the samples' times, which begin anew when they are used up. */
  private long laps;

  private long lap;
  private long second;
  private long probes;
  private Verdict.Level level = Verdict.Level.INCONCLUSIVE;

  /** Goes through all samples once: 44 minutes at the lower rate, four at the higher. */
  @Setup
  public void warmUp() {
    Traffic traffic = new Traffic(Scenario.healthy(rate, TENTH, Base.HIGH), 1);
    while (samples.size() < SAMPLES) {
      traffic.advance(samples::add);
    }
    lap = traffic.second() * SECOND;
    guard = settings().guard(routes());
    guard.start(0, TENTH);
    for (int i = 0; i < samples.size(); i++) {
      record();
    }
  }

  private boolean hasEveryLimit() {
    return limits.equals("EVERY");
  }

  private GuardSettings settings() {
    GuardSettings defaults = GuardSettings.DEFAULT;
    return new GuardSettings(
        GuardSettings.Mode.valueOf(mode.toUpperCase(Locale.ROOT)),
        0.1,
        hasEveryLimit() ? OptionalDouble.of(10) : OptionalDouble.empty(),
        hasEveryLimit() ? OptionalLong.of(60 * SECOND) : OptionalLong.empty(),
        defaults.onLatency(),
        defaults.minRequests(),
        defaults.sustainedNanos());
  }

  /** All that the traffic has. */
  private List<Route> routes() {
    return hasEveryLimit()
        ? Stream.of("page", "list", "search", "save", "export").map(this::route).toList()
        : List.of();
  }

  private Route route(String name) {
    return new Route(
        name,
        RoutePattern.parse("/" + name),
        Optional.empty(),
        Route.SUCCESS,
        OptionalDouble.of(0.5),
        OptionalLong.of(60 * SECOND),
        false);
  }

  /** What making the next sample is of {@link #record}: the rest is the guard's. */
  @Benchmark
  public Sample make() {
    if (next == samples.size()) {
      next = 0;
      laps += lap;
    }
    return later(samples.get(next++));
  }

  /** A request, and its share of the look each second; making the sample anew is in it. */
  @Benchmark
  public Verdict.Level record() {
    Sample sample = make();
    if (sample.endNanos() / SECOND > second) {
      second = sample.endNanos() / SECOND;
      look();
    }
    guard.record(sample);
    return level;
  }

  private Sample later(Sample sample) {
    return new Sample(
        sample.endNanos() + laps,
        sample.epoch(),
        sample.stack(),
        sample.outcome(),
        sample.status(),
        sample.rescued(),
        sample.judged(),
        sample.userHash(),
        sample.verified(),
        sample.network(),
        sample.latencyNanos(),
        sample.route(),
        sample.remark());
  }

  /** What the control thread does each second. */
  private void look() {
    probes++;
    long now = second * SECOND;
    guard.health(now, Stack.GREEN, new StackHealth(1, 1, probes, 0));
    guard.health(now, Stack.BLUE, new StackHealth(1, 1, probes, 0));
    guard.tick(now);
    level = guard.verdict().level();
  }
}
