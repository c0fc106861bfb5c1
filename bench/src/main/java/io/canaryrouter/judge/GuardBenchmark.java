package io.canaryrouter.judge;

import io.canaryrouter.measure.Outcome;
import io.canaryrouter.measure.Sample;
import io.canaryrouter.routes.Route;
import io.canaryrouter.routes.RoutePattern;
import io.canaryrouter.split.Stack;
import io.canaryrouter.split.Weight;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What a request costs the guard, of a healthy green, and what its look each second costs. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class GuardBenchmark {
  private static final int SAMPLES = 4_096;

  /** Which judge: a word of {@code guard.mode}. */
  @Param({"literal"})
  private String mode;

  /** What green is held to: by default, or a latency beside blue's and a fixed one as well. */
  @Param({"DEFAULT", "LATENCIES"})
  private String limits;

  private final List<Sample> samples = new ArrayList<>();
  private Judge guard;
  private long now = TimeUnit.DAYS.toNanos(3);

  @Setup
  public void make() {
    boolean isTimed = limits.equals("LATENCIES");
    GuardSettings settings =
        new GuardSettings(
            GuardSettings.Mode.LITERAL,
            0.5,
            isTimed ? OptionalDouble.of(10) : OptionalDouble.empty(),
            isTimed ? OptionalLong.of(TimeUnit.MINUTES.toNanos(1)) : OptionalLong.empty(),
            GuardSettings.OnLatency.HOLD,
            100,
            TimeUnit.SECONDS.toNanos(30));
    guard = judge(settings, List.of(login()));
    guard.start(now, Weight.parse("50%"));
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < SAMPLES; i++) {
      samples.add(sample(random));
    }
    recordSamples();
  }

  private Judge judge(GuardSettings settings, List<Route> routes) {
    return switch (mode) {
      case "literal" -> new LiteralGuard(settings, routes);
      default -> throw new IllegalArgumentException("no judge has the mode " + mode);
    };
  }

  private static Route login() {
    return new Route(
        "login",
        RoutePattern.parse("/login"),
        Optional.empty(),
        Route.SUCCESS,
        OptionalDouble.of(0.5),
        OptionalLong.empty(),
        false);
  }

  /** Within the second of the last look, as the samples of a turn are; one in a hundred fails. */
  private Sample sample(SplittableRandom random) {
    return new Sample(
        now,
        1,
        random.nextBoolean() ? Stack.GREEN : Stack.BLUE,
        random.nextInt(100) == 0 ? Outcome.SERVER_ERROR : Outcome.OK,
        200,
        false,
        true,
        random.nextLong(),
        (long) Math.pow(10, 6 + 3 * random.nextDouble()),
        random.nextInt(10) == 0 ? "login" : Route.OTHER);
  }

  @Benchmark
  @OperationsPerInvocation(SAMPLES)
  public void recordSample() {
    recordSamples();
  }

  private void recordSamples() {
    for (Sample sample : samples) {
      guard.record(sample);
    }
  }

  @Benchmark
  public Verdict look() {
    guard.tick(now);
    return guard.verdict();
  }
}
