package io.canaryrouter.split;

import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Everything that decides a request's stack, in one immutable object.
 *
 * @param revision counts every change of anything
 * @param epoch counts the changes of split, stacks or latch; measurements belong to one
 * @param green the weight that was set; see {@link #effective()} for the one in force
 * @param salt reshuffles the users; empty is the plain hash of the key
 * @param latch why everyone is on blue until a person releases it, or null
 * @param hold why everyone is on blue for the time being, unlatched, or null
 * @param forcedBlue whether {@code CANARY_FORCE=blue} stands above everything
 */
public record SplitTable(
    long revision,
    long epoch,
    Weight green,
    String salt,
    @Nullable Latch latch,
    @Nullable Hold hold,
    boolean forcedBlue) {

  /** A table without a hold. */
  public SplitTable(
      long revision,
      long epoch,
      Weight green,
      String salt,
      @Nullable Latch latch,
      boolean forcedBlue) {
    this(revision, epoch, green, salt, latch, null, forcedBlue);
  }

  /**
   * A failover that only a person releases.
   *
   * @param reason the word of {@code canary_failovers_total{reason}}
   * @param sentence what happened, for a person
   * @param atEpochMillis when, wall clock
   * @param by who: a token's name, or {@code guard}
   */
  public record Latch(String reason, String sentence, long atEpochMillis, String by) {}

  /**
   * Everyone is on blue until its cause is gone; nobody has to release it.
   *
   * @param cause why
   * @param sentence what is the matter, for a person
   */
  public record Hold(Cause cause, String sentence) {
    /** Why everyone is held on blue. */
    public enum Cause {
      /** Green cannot be reached for the moment. */
      AWAY,
      /** Nobody can say which weight was set: when in doubt, blue. */
      DOUBT
    }
  }

  /** The weight in force: nothing while latched, held or forced. */
  public Weight effective() {
    return latch != null || hold != null || forcedBlue ? Weight.NONE : green;
  }

  /** Assigns a request to a stack, by the strongest rule that applies. Cost: one SHA-256. */
  public Assignment assign(Question question) {
    if (forcedBlue) {
      return to(Stack.BLUE, Assignment.Reason.FORCED);
    }
    if (question.pin() != null) {
      return to(question.pin(), Assignment.Reason.PIN);
    }
    if (question.override() != null) {
      return to(question.override(), Assignment.Reason.OVERRIDE);
    }
    if (latch != null) {
      return to(Stack.BLUE, Assignment.Reason.LATCH);
    }
    return hold == null ? bySplit(question) : to(Stack.BLUE, reasonOf(hold));
  }

  /**
   * The same under the conditions of the moment, which may send whom the split sends to green to
   * blue.
   *
   * @param isUnguarded whether the control thread is silent; asked only where it matters
   * @param greenHasBeenUp whether green was ever seen well
   */
  public Assignment assign(Question question, BooleanSupplier isUnguarded, boolean greenHasBeenUp) {
    Assignment assignment = assign(question);
    if (!assignment.isOfSplit()) {
      return assignment;
    }
    boolean isGreen = assignment.stack() == Stack.GREEN;
    if ((isGreen || effective().basisPoints() > 0) && isUnguarded.getAsBoolean()) {
      return to(Stack.BLUE, Assignment.Reason.GUARDIAN);
    }
    return isGreen && !greenHasBeenUp ? to(Stack.BLUE, Assignment.Reason.UNPROBED) : assignment;
  }

  private Assignment bySplit(Question question) {
    String key = question.key();
    if (key == null) {
      return to(Stack.BLUE, Assignment.Reason.ANONYMOUS);
    }
    if (question.lists().deny().contains(key)) {
      return to(Stack.BLUE, Assignment.Reason.DENY);
    }
    if (question.lists().allow().contains(key)) {
      return to(Stack.GREEN, Assignment.Reason.ALLOW);
    }
    boolean isGreen = Bucket.rank(Bucket.of(salt, key)) < green.basisPoints();
    return to(isGreen ? Stack.GREEN : Stack.BLUE, Assignment.Reason.RANK);
  }

  private Assignment to(Stack stack, Assignment.Reason reason) {
    return new Assignment(stack, reason, epoch);
  }

  private static Assignment.Reason reasonOf(Hold hold) {
    return hold.cause() == Hold.Cause.AWAY ? Assignment.Reason.AWAY : Assignment.Reason.DOUBT;
  }
}
