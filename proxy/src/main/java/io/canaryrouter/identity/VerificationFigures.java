package io.canaryrouter.identity;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/**
 * What became of all tokens since the start, and how long checking them took. Thread-safe; writers
 * never wait for each other.
 */
public final class VerificationFigures {
  /** Upper bounds of the buckets in nanoseconds; longer durations stand in one bucket more. */
  private static final long[] BOUNDS_NANOS = {
    5_000,
    10_000,
    25_000,
    50_000,
    100_000,
    250_000,
    500_000,
    1_000_000,
    2_500_000,
    10_000_000,
    100_000_000
  };

  private final Map<Verification, LongAdder> counts = new EnumMap<>(Verification.class);
  private final LongAdder[] buckets = new LongAdder[BOUNDS_NANOS.length + 1];
  private final LongAdder sumNanos = new LongAdder();

  public VerificationFigures() {
    for (Verification verification : Verification.values()) {
      counts.put(verification, new LongAdder());
    }
    for (int i = 0; i < buckets.length; i++) {
      buckets[i] = new LongAdder();
    }
  }

  /** Upper bounds of the buckets in seconds, the last one infinite. */
  public static double[] upperBoundsSeconds() {
    double[] bounds = new double[BOUNDS_NANOS.length + 1];
    for (int i = 0; i < BOUNDS_NANOS.length; i++) {
      bounds[i] = BOUNDS_NANOS[i] / 1e9;
    }
    bounds[BOUNDS_NANOS.length] = Double.POSITIVE_INFINITY;
    return bounds;
  }

  void count(Verification verification) {
    adder(verification).increment();
  }

  void took(long nanos) {
    int bucket = 0;
    while (bucket < BOUNDS_NANOS.length && nanos > BOUNDS_NANOS[bucket]) {
      bucket++;
    }
    buckets[bucket].increment();
    sumNanos.add(Math.max(0, nanos));
  }

  /** How many tokens that was, each time one was looked at. */
  public long of(Verification verification) {
    return adder(verification).sum();
  }

  /** Tokens that named a user and whose signature was looked for. */
  long checked() {
    return of(Verification.OK) + failed();
  }

  /** Those of them whose signature was not good. */
  long failed() {
    long failed = 0;
    for (Verification verification : Verification.values()) {
      failed += verification.isFailure() ? of(verification) : 0;
    }
    return failed;
  }

  /** How many checks fell into each bucket, not cumulated; remembered results are none. */
  public long[] durations() {
    long[] counted = new long[buckets.length];
    for (int i = 0; i < buckets.length; i++) {
      counted[i] = buckets[i].sum();
    }
    return counted;
  }

  /** The sum of all durations in seconds. */
  public double sumSeconds() {
    return sumNanos.sum() / 1e9;
  }

  private LongAdder adder(Verification verification) {
    LongAdder adder = counts.get(verification);
    if (adder == null) {
      throw new IllegalStateException("every result has a counter");
    }
    return adder;
  }
}
