package io.canaryrouter.measure;

import io.canaryrouter.identity.IdentitySource;
import io.canaryrouter.measure.Totals.StackTotals;
import io.canaryrouter.split.Stack;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.ToLongFunction;
import org.HdrHistogram.Histogram;

/**
 * What both planes share of measuring: a recorder for each event loop, the totals over all of them,
 * and the ring of samples for the judge.
 *
 * <p>Thread safety: recorders are handed out to, and confined to, event loops; totals may be asked
 * for from any thread and are assembled under a lock that no event loop ever takes. The cost of
 * assembling depends on the number of event loops, never on the traffic.
 */
public final class Measurements {
  /** Slots of the ring: two seconds of the most that one machine can carry. */
  private static final int RING_CAPACITY = 1 << 15;

  private final SampleRing ring = new SampleRing(RING_CAPACITY);
  private final List<LoopRecorder> recorders = new CopyOnWriteArrayList<>();

  /** Shared by all loops, as rescues are rare; the keys are the labels of one enum. */
  private final Map<String, LongAdder> rescues = new ConcurrentHashMap<>();

  /** Durations since the start; guarded by this object's lock. */
  private final Map<Stack, Map<Timing, Histogram>> histograms = new EnumMap<>(Stack.class);

  /** Begins with nothing measured. */
  public Measurements() {
    for (Stack stack : Stack.values()) {
      Map<Timing, Histogram> timings = new EnumMap<>(Timing.class);
      for (Timing timing : Timing.values()) {
        timings.put(timing, DurationRecorder.newTotal());
      }
      histograms.put(stack, timings);
    }
  }

  /** A new recorder; each event loop takes its own, once. */
  public Recorder newRecorder() {
    LoopRecorder recorder =
        new LoopRecorder(
            ring, reason -> rescues.computeIfAbsent(reason, r -> new LongAdder()).increment());
    recorders.add(recorder);
    return recorder;
  }

  /** The samples on their way to the judge. */
  public SampleRing ring() {
    return ring;
  }

  /** What all event loops have measured by now. */
  public synchronized Totals totals() {
    Map<Stack, StackTotals> stacks = new EnumMap<>(Stack.class);
    histograms.forEach((stack, timings) -> stacks.put(stack, stackTotals(stack, timings)));
    Map<Outcome, Long> refused = new EnumMap<>(Outcome.class);
    for (Outcome outcome : Outcome.values()) {
      refused.put(outcome, sum(recorder -> recorder.refusedCount(outcome)));
    }
    Map<IdentitySource, Long> identities = new EnumMap<>(IdentitySource.class);
    for (IdentitySource source : IdentitySource.values()) {
      identities.put(source, sum(recorder -> recorder.identifiedCount(source)));
    }
    Map<String, Long> rescued = new TreeMap<>();
    rescues.forEach((reason, count) -> rescued.put(reason, count.sum()));
    return new Totals(stacks, refused, identities, rescued, ring.lost());
  }

  private StackTotals stackTotals(Stack stack, Map<Timing, Histogram> timings) {
    OutcomeCounts counts =
        OutcomeCounts.of(
            outcome -> sum(recorder -> recorder.of(stack).ownCount(outcome)),
            outcome -> sum(recorder -> recorder.of(stack).rescuedCount(outcome)));
    // What has begun is read after what has ended, so that the difference is never negative.
    long inflight = sum(recorder -> recorder.of(stack).beganCount()) - counts.total();
    Map<Timing, Durations> durations = new EnumMap<>(Timing.class);
    timings.forEach((timing, total) -> durations.put(timing, durations(stack, timing, total)));
    return new StackTotals(
        counts, inflight, sum(recorder -> recorder.of(stack).tunnels()), durations);
  }

  private Durations durations(Stack stack, Timing timing, Histogram total) {
    recorders.forEach(recorder -> recorder.of(stack).durations(timing).moveTo(total));
    long sumNanos = sum(recorder -> recorder.of(stack).durations(timing).sumNanos());
    return Durations.of(total, sumNanos / 1e9);
  }

  private long sum(ToLongFunction<LoopRecorder> counter) {
    return recorders.stream().mapToLong(counter).sum();
  }
}
