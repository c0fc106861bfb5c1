package io.canaryrouter.measure;

import io.canaryrouter.identity.IdentitySource;
import io.canaryrouter.measure.Totals.StackTotals;
import io.canaryrouter.split.OverrideReading;
import io.canaryrouter.split.Stack;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.ToLongFunction;

/**
 * What both planes share of measuring: a recorder for each event loop, the totals over all of them,
 * and the ring of samples for the judge.
 *
 * <p>Thread safety: recorders are handed out to, and confined to, event loops; totals may be asked
 * for from any thread, which takes no lock. The cost of assembling them, and the memory, depend on
 * the number of event loops and of routes, never on the traffic.
 */
public final class Measurements {
  /** Slots of the ring: two seconds of the most that one machine can carry. */
  private static final int RING_CAPACITY = 1 << 15;

  private final SampleRing ring = new SampleRing(RING_CAPACITY);
  private final RouteNames names = new RouteNames();
  private final BucketLayout layout;
  private final List<LoopRecorder> recorders = new CopyOnWriteArrayList<>();

  /** Shared by all loops, as rescues are rare; the keys are the labels of one enum. */
  private final Map<String, LongAdder> rescues = new ConcurrentHashMap<>();

  /** Begins with nothing measured. */
  public Measurements() {
    this(List.of());
  }

  /**
   * Begins with nothing measured.
   *
   * @param latencyLimits durations that are bounds of classic buckets as well, so that the share of
   *     requests within a limit can be read exactly
   */
  public Measurements(Collection<Duration> latencyLimits) {
    List<Double> bounds = new ArrayList<>(Durations.UPPER_BOUNDS_SECONDS);
    latencyLimits.forEach(limit -> bounds.add(seconds(limit)));
    layout = new BucketLayout(bounds);
  }

  /** A new recorder; each event loop takes its own, once. */
  public Recorder newRecorder() {
    LoopRecorder recorder =
        new LoopRecorder(
            layout,
            names,
            ring,
            reason -> rescues.computeIfAbsent(reason, r -> new LongAdder()).increment());
    recorders.add(recorder);
    return recorder;
  }

  /**
   * Which of these durations are no bound of a classic bucket. Bounds never change, since what has
   * been counted could not be sorted anew.
   */
  public List<Duration> withoutBound(Collection<Duration> latencyLimits) {
    return latencyLimits.stream()
        .filter(limit -> !layout.classicBounds().contains(seconds(limit)))
        .toList();
  }

  private static double seconds(Duration limit) {
    return limit.toNanos() / 1e9;
  }

  /**
   * Names routes before their first request, so that their figures stand at 0 from then on. At most
   * 67 names beside {@code other} in a process's life; requests of further ones count as {@code
   * other}.
   */
  public void expect(Collection<String> routes) {
    routes.forEach(names::index);
  }

  /** The samples on their way to the judge. */
  public SampleRing ring() {
    return ring;
  }

  /** What all event loops have measured by now. */
  public Totals totals() {
    Map<Stack, StackTotals> stacks = new EnumMap<>(Stack.class);
    for (Stack stack : Stack.values()) {
      stacks.put(stack, stackTotals(stack));
    }
    Map<Outcome, Long> refused = new EnumMap<>(Outcome.class);
    for (Outcome outcome : Outcome.values()) {
      refused.put(outcome, sum(recorder -> recorder.refusedCount(outcome)));
    }
    Map<IdentitySource, Long> identities = new EnumMap<>(IdentitySource.class);
    for (IdentitySource source : IdentitySource.values()) {
      identities.put(source, sum(recorder -> recorder.identifiedCount(source)));
    }
    Map<OverrideReading, Long> overrides = new EnumMap<>(OverrideReading.class);
    for (OverrideReading reading : OverrideReading.values()) {
      overrides.put(reading, sum(recorder -> recorder.overrideCount(reading)));
    }
    Map<String, Long> rescued = new TreeMap<>();
    rescues.forEach((reason, count) -> rescued.put(reason, count.sum()));
    Map<Stack, Long> platforms = new EnumMap<>(Stack.class);
    for (Stack stack : Stack.values()) {
      platforms.put(stack, sum(recorder -> recorder.platformCount(stack)));
    }
    return new Totals(
        stacks,
        refused,
        identities,
        rescued,
        platforms,
        overrides,
        sum(LoopRecorder::crossedCount),
        ring.lost());
  }

  private StackTotals stackTotals(Stack stack) {
    RouteTotals.Sum all = new RouteTotals.Sum(layout);
    Map<String, RouteTotals> routes = new LinkedHashMap<>();
    List<String> known = names.names();
    for (int route = 0; route < known.size(); route++) {
      RouteTotals.Sum sum = new RouteTotals.Sum(layout);
      for (LoopRecorder recorder : recorders) {
        recorder.of(stack).addTo(route, sum);
      }
      all.add(sum);
      routes.put(known.get(route), sum.totals());
    }
    RouteTotals totals = all.totals();
    // What has begun is read after what has ended, so that the difference is never negative.
    long inflight = sum(recorder -> recorder.of(stack).beganCount()) - totals.counts().total();
    long tunnels = sum(recorder -> recorder.of(stack).tunnels());
    return new StackTotals(totals, routes, inflight, tunnels, connect(stack), secondAnswers(stack));
  }

  private Map<Wanting, Map<SecondAnswer, Long>> secondAnswers(Stack stack) {
    Map<Wanting, Map<SecondAnswer, Long>> all = new EnumMap<>(Wanting.class);
    for (Wanting wanting : Wanting.values()) {
      Map<SecondAnswer, Long> counts = new EnumMap<>(SecondAnswer.class);
      for (SecondAnswer answer : wanting.answers()) {
        counts.put(answer, sum(recorder -> recorder.of(stack).askedAgainCount(wanting, answer)));
      }
      all.put(wanting, counts);
    }
    return all;
  }

  private Durations connect(Stack stack) {
    Durations.Sum sum = new Durations.Sum(layout);
    recorders.forEach(recorder -> recorder.of(stack).addConnectTo(sum));
    return sum.durations();
  }

  private long sum(ToLongFunction<LoopRecorder> counter) {
    return recorders.stream().mapToLong(counter).sum();
  }
}
