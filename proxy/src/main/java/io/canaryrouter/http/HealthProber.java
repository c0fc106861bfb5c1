package io.canaryrouter.http;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Asks each instance of a stack at intervals whether it is well.
 *
 * <p>An instance that nothing is known of yet is asked in quick succession, so that a start takes
 * less than a second; the others each interval, give or take a tenth, so that probes do not march
 * in step. The pause begins when a probe has ended: an instance never has two at once. Confined to
 * one event loop.
 */
final class HealthProber implements AutoCloseable {

  /** Takes the results. */
  interface Results {
    /**
     * A probe has ended.
     *
     * @return whether it is known now whether the instance is up
     */
    boolean probed(Instance instance, ProbeResult result);
  }

  /** Pause between the first probes of an instance. */
  static final long SETTLING_MILLIS = 250;

  private static final double JITTER = 0.1;

  private final EventLoop loop;
  private final ProbePlan plan;
  private final LongSupplier random;
  private final Results results;
  private final Map<Instance, Watch> watches = new HashMap<>();

  HealthProber(EventLoop loop, ProbePlan plan, LongSupplier random, Results results) {
    this.loop = loop;
    this.plan = plan;
    this.random = random;
    this.results = results;
  }

  /** These are the instances from now on: new ones are asked at once, the others no more. */
  void watch(List<Instance> instances) {
    Set<Instance> gone = new HashSet<>(watches.keySet());
    gone.removeAll(instances);
    for (Instance instance : gone) {
      Watch watch = watches.remove(instance);
      if (watch != null) {
        watch.stop();
      }
    }
    for (Instance instance : instances) {
      if (!watches.containsKey(instance)) {
        Watch watch = new Watch(instance);
        watches.put(instance, watch);
        watch.probe();
      }
    }
  }

  /** Ends all probes, those underway too. */
  @Override
  public void close() {
    watch(List.of());
  }

  /** The pause before the next probe of an instance. */
  long pauseMillis(boolean settled) {
    long intervalMillis = plan.health().intervalMillis();
    if (!settled) {
      return Math.min(SETTLING_MILLIS, intervalMillis);
    }
    double jitter = JITTER * (2 * Roster.fraction(random.getAsLong()) - 1);
    return Math.max(1, Math.round(intervalMillis * (1 + jitter)));
  }

  /** The probes of one instance, one after the other. */
  private final class Watch {
    private final Instance instance;
    private @Nullable Probe probe;
    private @Nullable Future<?> next;
    private boolean stopped;

    private Watch(Instance instance) {
      this.instance = instance;
    }

    private void probe() {
      probe = new Probe(plan, this::ended);
      probe.begin(loop, instance.address());
    }

    private void ended(ProbeResult result) {
      boolean settled = !result.isNews() || results.probed(instance, result);
      if (!stopped) {
        next = loop.schedule(this::probe, pauseMillis(settled), TimeUnit.MILLISECONDS);
      }
    }

    private void stop() {
      stopped = true;
      if (next != null) {
        next.cancel(false);
      }
      if (probe != null) {
        probe.cancel();
      }
    }
  }
}
