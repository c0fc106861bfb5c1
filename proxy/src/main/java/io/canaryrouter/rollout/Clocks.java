package io.canaryrouter.rollout;

import java.util.function.LongSupplier;

/**
 * The two times that the control thread needs.
 *
 * @param nanos monotonic, for every span
 * @param epochMillis wall clock, only ever shown
 */
public record Clocks(LongSupplier nanos, LongSupplier epochMillis) {}
