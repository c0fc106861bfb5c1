package io.canaryrouter.measure;

import io.canaryrouter.identity.IdentitySource;
import io.canaryrouter.split.OverrideReading;
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
 * @param platformAnswers answers that a stack's platform gave in its place, by stack
 * @param overrides requests with an override, by what became of it
 * @param crossed clients that went over to the other stack as they became somebody else
 * @param lostSamples samples that the judge never saw
 */
public record Totals(
    Map<Stack, StackTotals> stacks,
    Map<Outcome, Long> refused,
    Map<IdentitySource, Long> identities,
    Map<String, Long> rescues,
    Map<Stack, Long> platformAnswers,
    Map<OverrideReading, Long> overrides,
    long crossed,
    long lostSamples) {

  /**
   * One stack's part.
   *
   * @param all its requests of every route
   * @param routes the same by route
   * @param inflight requests assigned to it that have not ended
   * @param tunnels tunnels and event streams open
   * @param connect how long new connections took, TLS included
   * @param secondAnswers its answers for which the other stack may have had a better one, by what
   *     became of them
   */
  public record StackTotals(
      RouteTotals all,
      Map<String, RouteTotals> routes,
      long inflight,
      long tunnels,
      Durations connect,
      Map<Wanting, Map<SecondAnswer, Long>> secondAnswers) {

    /** Those that left this to be wished for. */
    public Map<SecondAnswer, Long> secondAnswers(Wanting wanting) {
      return Objects.requireNonNull(secondAnswers.get(wanting));
    }

    /** Requests by outcome. */
    public OutcomeCounts counts() {
      return all.counts();
    }
  }

  /** One stack's part. */
  public StackTotals stack(Stack stack) {
    return Objects.requireNonNull(stacks.get(stack));
  }
}
