package io.canaryrouter.admin;

import io.canaryrouter.identity.UserIdentifier;
import io.canaryrouter.routes.Rules;
import io.canaryrouter.split.Assignment;
import io.canaryrouter.split.Question;
import io.canaryrouter.split.SplitTable;
import io.canaryrouter.split.Stack;
import io.canaryrouter.split.Weight;

/**
 * What decides where users go, at one moment. Immutable but for the identifier, which is for any
 * thread.
 *
 * @param identifier tells who asks
 * @param rules who goes where, beside the weight
 * @param table the split
 * @param isUnguarded whether the control thread is silent
 * @param greenHasBeenUp whether green was ever seen well
 * @param isRunning whether it is a running router's; a file knows of no latch and no hold
 * @param epochSeconds the moment, wall clock
 */
public record Ground(
    UserIdentifier identifier,
    Rules rules,
    SplitTable table,
    boolean isUnguarded,
    boolean greenHasBeenUp,
    boolean isRunning,
    long epochSeconds) {

  /** What a running router stands on. */
  static Ground of(AdminParts parts) {
    return new Ground(
        parts.identifier().get(),
        parts.rules().get(),
        parts.splitter().table(),
        parts.splitter().isUnguarded(),
        parts.edge().stack(Stack.GREEN).hasBeenUp(),
        true,
        Math.floorDiv(parts.epochMillis().getAsLong(), 1_000L));
  }

  /** What a file alone says. */
  public static Ground ofFile(
      UserIdentifier identifier, Rules rules, SplitTable table, long epochSeconds) {
    return new Ground(identifier, rules, table, false, true, false, epochSeconds);
  }

  Assignment assign(Question question) {
    return table.assign(question, () -> isUnguarded, greenHasBeenUp);
  }

  /** Green's share as its users meet it. */
  Weight actual() {
    return greenHasBeenUp && !isUnguarded ? table.effective() : Weight.NONE;
  }

  Ground with(SplitTable other) {
    return new Ground(
        identifier, rules, other, isUnguarded, greenHasBeenUp, isRunning, epochSeconds);
  }

  /** With a control thread that is awake. */
  Ground guarded() {
    return new Ground(identifier, rules, table, false, greenHasBeenUp, isRunning, epochSeconds);
  }

  /** With a green that has been seen well. */
  Ground proven() {
    return new Ground(identifier, rules, table, isUnguarded, true, isRunning, epochSeconds);
  }
}
