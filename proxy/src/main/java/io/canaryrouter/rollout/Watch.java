package io.canaryrouter.rollout;

import io.canaryrouter.judge.Judge;
import io.canaryrouter.judge.Verdict;
import io.canaryrouter.measure.Sample;
import io.canaryrouter.measure.SampleRing;
import io.canaryrouter.measure.StackWindow;
import io.canaryrouter.measure.Window;
import io.canaryrouter.split.Stack;
import io.canaryrouter.split.StackHealth;
import io.canaryrouter.split.Weight;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Feeds what the ring brings to the windows and to the judge.
 *
 * <p>Owned by the control thread. A judge that throws is not asked again until it is started anew;
 * until then the verdict is INCONCLUSIVE.
 */
public final class Watch {
  private static final Logger LOG = LoggerFactory.getLogger(Watch.class);
  private static final long LEAST_HUNG_NANOS = TimeUnit.SECONDS.toNanos(5);
  private static final int HUNG_FACTOR = 10;

  private final SampleRing ring;
  private final Judge judge;
  private final Map<Stack, StackWindow> windows = new EnumMap<>(Stack.class);
  private long lostBefore;
  private long faults;
  private boolean isJudgeBroken;

  /** Watches the ring from a monotonic time on. */
  public Watch(SampleRing ring, Judge judge, long nowNanos) {
    this.ring = ring;
    this.judge = judge;
    for (Stack stack : Stack.values()) {
      windows.put(stack, new StackWindow(nowNanos));
    }
  }

  void start(long nowNanos, Weight green) {
    isJudgeBroken = false;
    ask(() -> judge.start(nowNanos, green));
  }

  void setWeight(long nowNanos, Weight green) {
    if (isJudgeBroken) {
      start(nowNanos, green);
      return;
    }
    ask(() -> judge.setWeight(nowNanos, green));
  }

  /** Takes what has arrived; the judge sees the samples of this epoch only. */
  void drain(long nowNanos, long epoch) {
    ring.drain(sample -> take(sample, epoch));
    long lost = ring.lost();
    if (lost > lostBefore) {
      long samples = lost - lostBefore;
      lostBefore = lost;
      ask(() -> judge.lost(nowNanos, samples));
    }
  }

  private void take(Sample sample, long epoch) {
    window(sample.stack()).record(sample);
    if (sample.epoch() == epoch) {
      ask(() -> judge.record(sample));
    }
  }

  void health(long nowNanos, Stack stack, StackHealth health) {
    ask(() -> judge.health(nowNanos, stack, health));
  }

  void tick(long nowNanos) {
    ask(() -> judge.tick(nowNanos));
  }

  Verdict verdict() {
    if (!isJudgeBroken) {
      try {
        return judge.verdict();
      } catch (RuntimeException e) {
        fail(e);
      }
    }
    return new Verdict(
        Verdict.Level.INCONCLUSIVE,
        "fault",
        "the judge failed by an error of its own; another weight starts it anew");
  }

  Map<Stack, Window> windows(long nowNanos) {
    Map<Stack, Window> snapshots = new EnumMap<>(Stack.class);
    windows.forEach((stack, window) -> snapshots.put(stack, window.snapshot(nowNanos)));
    return snapshots;
  }

  /**
   * How long a response head may be awaited: ten times what nearly every good answer of blue takes,
   * and five seconds at least.
   */
  static long hungAfterNanos(Map<Stack, Window> windows) {
    Window blue = Objects.requireNonNull(windows.get(Stack.BLUE));
    return Math.max(
        LEAST_HUNG_NANOS, HUNG_FACTOR * TimeUnit.MICROSECONDS.toNanos(blue.latency().p99Micros()));
  }

  /** Errors of the judge since the start. */
  long faults() {
    return faults;
  }

  private StackWindow window(Stack stack) {
    return Objects.requireNonNull(windows.get(stack));
  }

  private void ask(Runnable question) {
    if (isJudgeBroken) {
      return;
    }
    try {
      question.run();
    } catch (RuntimeException e) {
      fail(e);
    }
  }

  private void fail(RuntimeException e) {
    isJudgeBroken = true;
    faults++;
    LOG.error("The judge failed; nothing is concluded until it is started anew", e);
  }
}
