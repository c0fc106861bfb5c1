package io.canaryrouter.measure;

import io.canaryrouter.identity.IdentitySource;
import io.canaryrouter.split.Stack;
import java.util.Map;
import java.util.Objects;

/**
 * Everything measured since the process began, of all event loops together. Immutable.
 *
 * @param stacks by stack
 * @param refused requests refused before they had a stack, by outcome
 * @param identities requests by where their user was found
 * @param rescues answers that blue gave in green's place, by reason
 * @param lostSamples samples that the judge never saw
 */
public record Totals(
    Map<Stack, StackTotals> stacks,
    Map<Outcome, Long> refused,
    Map<IdentitySource, Long> identities,
    Map<String, Long> rescues,
    long lostSamples) {

  /**
   * One stack's part.
   *
   * @param counts requests by outcome
   * @param inflight requests assigned to it that have not ended
   * @param tunnels tunnels and event streams open
   * @param durations by what was timed
   */
  public record StackTotals(
      OutcomeCounts counts, long inflight, long tunnels, Map<Timing, Durations> durations) {

    /** What was timed. */
    public Durations durations(Timing timing) {
      return Objects.requireNonNull(durations.get(timing));
    }
  }

  /** One stack's part. */
  public StackTotals stack(Stack stack) {
    return Objects.requireNonNull(stacks.get(stack));
  }
}
