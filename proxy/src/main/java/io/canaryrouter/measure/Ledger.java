package io.canaryrouter.measure;

import io.canaryrouter.split.Stack;
import io.canaryrouter.split.Weight;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * The books of the control thread: everything that is shown of the last minute, hour, day and
 * epoch, by stack and by route, and the minute records for later replay.
 *
 * <p>Owned by the control thread, which fills it from the ring. Memory does not depend on traffic
 * nor on the number of users; docs/metrics.md computes it.
 */
public final class Ledger {
  private final RouteNames names = new RouteNames();
  private final Map<Stack, StackLedger> stacks = new EnumMap<>(Stack.class);
  private final MinuteBooks minutes;
  private long epoch;
  private long crossovers;

  /**
   * Begins empty.
   *
   * @param nowNanos monotonic time
   * @param epochMillis the wall clock's time at the same moment, by which minutes are told
   * @param minutes gets the records of each minute soon after its end, and of an epoch's part of
   *     one perhaps in several pieces that belong together; called on the control thread, so it
   *     must not wait
   */
  public Ledger(long nowNanos, long epochMillis, Consumer<List<MinuteRecord>> minutes) {
    this.minutes = new MinuteBooks(nowNanos, epochMillis, minutes);
    for (Stack stack : Stack.values()) {
      stacks.put(stack, new StackLedger(nowNanos));
    }
  }

  /** Tells which epoch it is, and green's weight in it; the same again changes nothing. */
  public void epoch(long nowNanos, long present, Weight green) {
    minutes.epoch(present, green);
    if (present != epoch) {
      epoch = present;
      stacks.values().forEach(stack -> stack.beginEpoch(nowNanos));
    }
  }

  /** Counts a request that has ended. */
  public void record(Sample sample) {
    boolean isOfEpoch = sample.epoch() == epoch;
    String route = names.known(sample.route());
    of(sample.stack()).record(sample, route, isOfEpoch);
    minutes.record(sample, route);
    if (isOfEpoch
        && sample.userHash() != 0
        && of(sample.stack()).epochSet().add(sample.userHash())) {
      crossovers += of(other(sample.stack())).epochSet().contains(sample.userHash()) ? 1 : 0;
    }
  }

  /** Lets time pass: minutes that are over are handed out. */
  public void tick(long nowNanos) {
    minutes.tick(nowNanos);
  }

  /** What is known at a monotonic time. */
  public Figures figures(long nowNanos) {
    Map<Stack, Figures.StackFigures> figures = new EnumMap<>(Stack.class);
    stacks.forEach((stack, ledger) -> figures.put(stack, ledger.figures(nowNanos)));
    return new Figures(figures, crossovers);
  }

  private StackLedger of(Stack stack) {
    return Objects.requireNonNull(stacks.get(stack));
  }

  private static Stack other(Stack stack) {
    return stack == Stack.BLUE ? Stack.GREEN : Stack.BLUE;
  }
}
