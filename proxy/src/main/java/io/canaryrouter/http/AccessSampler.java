package io.canaryrouter.http;

import io.canaryrouter.measure.Fault;
import io.canaryrouter.measure.Outcome;
import io.canaryrouter.split.Stack;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Decides which requests get a line within the lines of a minute.
 *
 * <p>While half of them are left, everything is written. Then ordinary requests are thinned out
 * first, green's later, and each line says for how many it stands; the last eighth is kept for what
 * went wrong or was slow. What no line stands for is counted and told when the minute ends. What a
 * client did wrong is ordinary: it must not be able to push out what matters.
 *
 * <p>Owned by the writer's thread; {@link #isOrdinary} may be asked from any.
 */
final class AccessSampler {
  /** Requests that are thinned out alike. */
  private static final class Lane {
    /** Every n-th request is written, for each eighth of the minute's lines used; 0 is none. */
    private final int[] strides;

    /** Requests since the last line that stood for any. */
    private long waiting;

    Lane(int... strides) {
      this.strides = strides;
    }

    long takeWaiting() {
      long taken = waiting;
      waiting = 0;
      return taken;
    }
  }

  /**
   * Requests of a minute that no line stands for.
   *
   * @param ordinary those that went well
   * @param important those that went wrong, or were slow
   */
  record Omitted(long ordinary, long important) {}

  private final int maxLinesPerMinute;
  private final long slowNanos;
  private final Lane ordinary = new Lane(1, 1, 1, 1, 10, 100, 1_000, 0);
  private final Lane green = new Lane(1, 1, 1, 1, 1, 1, 10, 0);
  private final Lane important = new Lane(1, 1, 1, 1, 1, 1, 1, 1);
  private long minute = Long.MIN_VALUE;
  private int used;

  AccessSampler(AccessLogSettings settings) {
    this.maxLinesPerMinute = settings.maxLinesPerMinute();
    this.slowNanos = TimeUnit.MILLISECONDS.toNanos(settings.slowMillis());
  }

  /** Begins a new minute when the clock shows another one, and says whether it does. */
  boolean roll(long epochMillis) {
    long current = Math.floorDiv(epochMillis, 60_000);
    if (current == minute) {
      return false;
    }
    minute = current;
    used = 0;
    return true;
  }

  /** What has been left out since it was last told. */
  Omitted takeOmitted() {
    return new Omitted(ordinary.takeWaiting() + green.takeWaiting(), important.takeWaiting());
  }

  /** Takes one of the minute's lines for something else. */
  void spend() {
    used++;
  }

  /** Whether ordinary requests get no more lines in this minute. */
  boolean isClosedToOrdinary() {
    return stride(ordinary) == 0;
  }

  /** For how many requests the line of this one stands, or 0 when it gets none. */
  long admit(AccessEntry entry) {
    Lane lane = laneOf(entry);
    lane.waiting++;
    int stride = stride(lane);
    if (stride == 0 || lane.waiting < stride) {
      return 0;
    }
    used++;
    return lane.takeWaiting();
  }

  private int stride(Lane lane) {
    return used < maxLinesPerMinute ? lane.strides[(int) (used * 8L / maxLinesPerMinute)] : 0;
  }

  private Lane laneOf(AccessEntry entry) {
    AccessEntry.Answered answered = entry.answered();
    AccessEntry.Routed routed = entry.routed();
    Stack stack = routed == null ? null : routed.assignment().stack();
    long totalNanos = entry.took().totalNanos();
    if (isOrdinary(answered.outcome(), answered.rescued(), stack, totalNanos)) {
      return ordinary;
    }
    boolean wentWell = answered.outcome().fault() == Fault.NONE && !answered.rescued();
    return wentWell && !isSlow(answered.outcome(), totalNanos) ? green : important;
  }

  /** Whether a request is one of those that are left out first. */
  boolean isOrdinary(Outcome outcome, boolean rescued, @Nullable Stack assigned, long totalNanos) {
    return switch (outcome.fault()) {
      case CLIENT -> !rescued;
      case NONE -> !rescued && assigned != Stack.GREEN && !isSlow(outcome, totalNanos);
      case STACK, ROUTER -> false;
    };
  }

  private boolean isSlow(Outcome outcome, long totalNanos) {
    return totalNanos >= slowNanos && outcome != Outcome.TUNNEL;
  }
}
