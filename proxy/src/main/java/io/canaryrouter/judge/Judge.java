package io.canaryrouter.judge;

import io.canaryrouter.measure.Sample;
import io.canaryrouter.split.Stack;
import io.canaryrouter.split.StackHealth;
import io.canaryrouter.split.Weight;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;

/**
 * Decides whether green is worse than blue.
 *
 * <p>A deterministic machine: the same calls give the same verdicts. It has no clock, no thread and
 * does no I/O; all times are monotonic nanoseconds handed in by the caller. Not thread-safe: the
 * control thread owns it.
 */
public interface Judge {
  /** Forgets everything and begins with a weight. */
  void start(long nowNanos, Weight green);

  /** Tells that the weight has changed, and a new epoch with it. */
  void setWeight(long nowNanos, Weight green);

  /** Takes one finished request; samples of one epoch arrive in the order they ended, nearly. */
  void record(Sample sample);

  /** Tells that samples were lost: until the loss has left the window nothing can be concluded. */
  void lost(long nowNanos, long samples);

  /** Tells what the probes of a stack say; about once a second. */
  void health(long nowNanos, Stack stack, StackHealth health);

  /**
   * Tells that another build of a stack answers now: what was seen of green's last build says
   * nothing of the next one, and what was compared with blue's last one neither.
   */
  default void renewed(long nowNanos, Stack stack) {}

  /**
   * Writes what of its evidence the next process should know; nothing for a judge that keeps none.
   */
  default void writeTo(DataOutput out) throws IOException {}

  /**
   * Goes on with what a process before has written, at the time that was then; in place of what it
   * has found out since its start.
   *
   * @throws IOException with a sentence when it was gathered under other settings or cannot be
   *     read; then nothing of it is known
   */
  default void readFrom(DataInput in, long nowNanos) throws IOException {
    throw new IOException("this guard keeps none");
  }

  /** Lets a second pass. */
  void tick(long nowNanos);

  /** What is known now. */
  Verdict verdict();

  /** What each criterion says, the most urgent kinds first; empty for a judge that has but one. */
  default List<CriterionStatus> criteria() {
    return List.of();
  }
}
