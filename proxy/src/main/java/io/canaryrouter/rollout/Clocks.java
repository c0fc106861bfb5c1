package io.canaryrouter.rollout;

import java.util.function.LongSupplier;

/**
 * The two times that the control thread needs.
 *
 * @param nanos monotonic, for every span
 * @param epochMillis wall clock, shown, and compared with that of an earlier process
 */
public record Clocks(LongSupplier nanos, LongSupplier epochMillis) {}
