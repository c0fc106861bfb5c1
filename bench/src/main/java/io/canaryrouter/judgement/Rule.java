package io.canaryrouter.judgement;

import io.canaryrouter.measure.Fault;
import io.canaryrouter.measure.Outcome;
import io.canaryrouter.measure.Sample;
import io.canaryrouter.measure.Sample.Remark;
import io.canaryrouter.split.Weight;

/**
 * What watches one rollout and may at some moment send everyone back to blue. It is fed the samples
 * of a second and then told that the second is over. Not asked again once it has tripped.
 */
interface Rule {
  /** Begins, at second 0, with a weight. */
  default void start(Weight green) {}

  /** Another weight, from the beginning of a second on. */
  default void setWeight(long second, Weight green) {}

  void record(Sample sample);

  /** So many seconds have passed; {@code isGreenUp} is what probes would say. */
  void tick(long second, boolean isGreenUp);

  boolean hasTripped();

  /** Whether it would stop a ramp. */
  default boolean warns() {
    return false;
  }

  /** Why, for a person; empty for a rule that does not say. */
  default String sentence() {
    return "";
  }

  /** What all rules take for a failure. */
  static boolean isFailure(Sample sample) {
    return sample.outcome().fault() == Fault.STACK;
  }

  /** Whether its user did not get what it asked for: a failure, a rejection, a loop. */
  static boolean isUnserved(Sample sample) {
    return sample.outcome() != Outcome.OK || sample.remark() == Remark.SELF_REDIRECT;
  }
}
