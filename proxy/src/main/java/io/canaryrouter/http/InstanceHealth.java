package io.canaryrouter.http;

import java.util.Locale;

/**
 * What is known of one instance's health: a state machine in one immutable value, without a clock.
 *
 * <p>Two kinds of evidence move it. Probes take an instance down and bring it up. Requests that
 * fail in a row eject an instance for a while, longer each time. They meet in one place: requests
 * that are served well while probes fail vouch for the instance. Every time is a monotonic time in
 * nanoseconds that the caller passes in.
 *
 * @param state what the probes say
 * @param streak probes in a row with the same result: good ones count up, failed ones down
 * @param failures requests in a row that failed, at most {@value #EJECT_AFTER}
 * @param ejections how often it was ejected without a long calm in between
 * @param ejectedUntilNanos it gets no requests until then
 * @param rampFromNanos when its slow start begins
 * @param calmFromNanos since when the back-off has not changed
 * @param vouchedUntilNanos until then its requests count for more than its failed probes
 */
record InstanceHealth(
    State state,
    int streak,
    int failures,
    int ejections,
    long ejectedUntilNanos,
    long rampFromNanos,
    long calmFromNanos,
    long vouchedUntilNanos) {

  /** What the probes say. */
  enum State {
    /** Not enough probes yet to know. */
    UNPROBED,
    UP,
    DOWN;

    private final String label = name().toLowerCase(Locale.ROOT);

    /** The word in state and status. */
    String label() {
      return label;
    }
  }

  /** Failed requests in a row that eject an instance. */
  static final int EJECT_AFTER = 5;

  /** Length of the first ejection; each further one is twice as long. */
  static final long EJECTION_NANOS = 5_000_000_000L;

  /** The longest ejection. */
  static final long MAX_EJECTION_NANOS = 60_000_000_000L;

  /** An instance that serves well for this long is forgiven one ejection. */
  static final long CALM_NANOS = 30_000_000_000L;

  /** Length of the slow start. */
  static final long RAMP_NANOS = 10_000_000_000L;

  /** A request that was served well vouches for this long. */
  static final long VOUCHED_NANOS = 30_000_000_000L;

  /** It is noted once a second only, not for each request. */
  private static final long NOTED_NANOS = 1_000_000_000L;

  private static final double LEAST_WEIGHT = 0.1;
  private static final double JITTER = 0.1;

  /** An instance that has just been found; its slow start begins now. */
  static InstanceHealth appeared(long nowNanos) {
    return new InstanceHealth(State.UNPROBED, 0, 0, 0, nowNanos, nowNanos, nowNanos, nowNanos);
  }

  /** An instance of a stack's first: with no other to lean on it takes its whole share at once. */
  static InstanceHealth first(long nowNanos) {
    return appeared(nowNanos).rampedFrom(nowNanos - RAMP_NANOS);
  }

  /** A probe has ended. */
  InstanceHealth probed(boolean good, HealthSettings settings) {
    int next =
        good
            ? Math.min(Math.max(streak, 0) + 1, settings.upAfter())
            : Math.max(Math.min(streak, 0) - 1, -settings.downAfter());
    State found = state;
    if (next >= settings.upAfter()) {
      found = State.UP;
    } else if (next <= -settings.downAfter()) {
      found = State.DOWN;
    }
    if (next == streak && found == state) {
      return this;
    }
    return new InstanceHealth(
        found,
        next,
        failures,
        ejections,
        ejectedUntilNanos,
        rampFromNanos,
        calmFromNanos,
        vouchedUntilNanos);
  }

  /** The slow start begins, now or with the end of an ejection. */
  InstanceHealth ramped(long nowNanos) {
    return rampedFrom(isEjected(nowNanos) ? ejectedUntilNanos : nowNanos);
  }

  private InstanceHealth rampedFrom(long fromNanos) {
    return new InstanceHealth(
        state,
        streak,
        failures,
        ejections,
        ejectedUntilNanos,
        fromNanos,
        calmFromNanos,
        vouchedUntilNanos);
  }

  /** A request has failed; what was sent before an ejection tells nothing new. */
  InstanceHealth failed(long nowNanos) {
    if (failures >= EJECT_AFTER || isEjected(nowNanos)) {
      return this;
    }
    return new InstanceHealth(
        state,
        streak,
        failures + 1,
        ejections,
        ejectedUntilNanos,
        rampFromNanos,
        calmFromNanos,
        vouchedUntilNanos);
  }

  /** A request has been served; a long calm takes back one step of the back-off. */
  InstanceHealth succeeded(long nowNanos) {
    boolean forgiven = ejections > 0 && nowNanos - calmFromNanos >= CALM_NANOS;
    if (failures == 0 && !forgiven) {
      return this;
    }
    return new InstanceHealth(
        state,
        streak,
        0,
        forgiven ? ejections - 1 : ejections,
        ejectedUntilNanos,
        rampFromNanos,
        forgiven ? nowNanos : calmFromNanos,
        vouchedUntilNanos);
  }

  /** A request has been served well: while probes fail, it vouches for the instance. */
  InstanceHealth vouched(long nowNanos) {
    long untilNanos = nowNanos + VOUCHED_NANOS;
    if (!isDoubted() || untilNanos - vouchedUntilNanos < NOTED_NANOS) {
      return this;
    }
    return new InstanceHealth(
        state,
        streak,
        failures,
        ejections,
        ejectedUntilNanos,
        rampFromNanos,
        calmFromNanos,
        untilNanos);
  }

  /**
   * It gets no requests for a while.
   *
   * @param jitter 0 to 1; shortens the ejection by up to a tenth, so that instances that failed
   *     together do not return together
   */
  InstanceHealth ejected(double jitter, long nowNanos) {
    long full = Math.min(EJECTION_NANOS << Math.min(ejections, 8), MAX_EJECTION_NANOS);
    long untilNanos = nowNanos + (long) (full * (1 - JITTER * jitter));
    return new InstanceHealth(
        state, streak, 0, ejections + 1, untilNanos, untilNanos, untilNanos, nowNanos);
  }

  /** The ejection ends early, because the others can no longer do without it. */
  InstanceHealth released(long nowNanos) {
    return new InstanceHealth(
        state, streak, 0, ejections, nowNanos, nowNanos, nowNanos, vouchedUntilNanos);
  }

  /** Whether failed requests keep it from getting new ones. */
  boolean isEjected(long nowNanos) {
    return ejectedUntilNanos - nowNanos > 0;
  }

  /** Whether it has failed so often in a row that it should be ejected. */
  boolean deservesEjection(long nowNanos) {
    return failures >= EJECT_AFTER && !isEjected(nowNanos);
  }

  /** Whether a served request would change anything; false for nearly every instance always. */
  boolean isTroubled() {
    return failures > 0 || ejections > 0 || isDoubted();
  }

  /**
   * Whether the probes call it down, but it has lately served requests well and does not fail one
   * after the other: then the probes ask for the wrong thing.
   */
  boolean isVouchedFor(long nowNanos) {
    return state == State.DOWN
        && vouchedUntilNanos - nowNanos > 0
        && failures < EJECT_AFTER
        && !isEjected(nowNanos);
  }

  private boolean isDoubted() {
    return streak < 0 || state == State.DOWN;
  }

  /** Its share compared with a warm instance, 0.1 to 1. */
  double weight(long nowNanos) {
    long warmNanos = nowNanos - rampFromNanos;
    if (warmNanos >= RAMP_NANOS) {
      return 1;
    }
    return LEAST_WEIGHT + (1 - LEAST_WEIGHT) * Math.max(warmNanos, 0) / RAMP_NANOS;
  }
}
