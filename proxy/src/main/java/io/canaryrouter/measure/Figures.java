package io.canaryrouter.measure;

import io.canaryrouter.split.Stack;
import java.util.Map;
import java.util.Objects;

/**
 * What the control thread has seen of the requests lately. Immutable.
 *
 * @param stacks by stack
 * @param crossovers users seen on both stacks within one epoch, since the start
 */
public record Figures(Map<Stack, StackFigures> stacks, long crossovers) {

  /**
   * One stack's part.
   *
   * @param all its requests
   * @param judged those of them that the hash alone assigned, which blue and green may be compared
   *     by
   * @param day the last 24 hours, the current one included, of all requests
   * @param epochUsers users of the epoch
   * @param users users since the start
   * @param routes all requests by route
   */
  public record StackFigures(
      Spans all,
      Spans judged,
      Window day,
      Users epochUsers,
      Users users,
      Map<String, RouteFigures> routes) {}

  /**
   * One route's part.
   *
   * @param all its requests
   * @param epochUsers users of the epoch
   */
  public record RouteFigures(Spans all, Users epochUsers) {}

  /** One stack's part. */
  public StackFigures stack(Stack stack) {
    return Objects.requireNonNull(stacks.get(stack));
  }
}
