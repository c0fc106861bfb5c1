package io.canaryrouter.rollout;

import io.canaryrouter.split.SplitTable;
import io.canaryrouter.split.SplitTable.Latch;
import io.canaryrouter.split.Weight;
import org.jspecify.annotations.Nullable;

/**
 * What a router must not forget. Immutable; each change makes one of the next revision.
 *
 * @param revision counts every change
 * @param epoch counts the changes of split, stacks or latch
 * @param green the weight that was set
 * @param salt reshuffles the users
 * @param latch why everyone is on blue until a person releases it, or null
 * @param latches how many latches there have been; who knows of fewer cannot have released the last
 * @param basis what the file said when it last had its way
 */
public record State(
    long revision,
    long epoch,
    Weight green,
    String salt,
    @Nullable Latch latch,
    long latches,
    Basis basis) {

  /** What a router begins with that has nothing to remember. */
  static State first(Basis basis) {
    return new State(1, 1, basis.weight(), basis.salt(), null, 0, basis);
  }

  State withGreen(Weight weight) {
    return next(weight, salt, latch, basis);
  }

  State latched(Latch reason) {
    return next(green, salt, reason, basis);
  }

  State released(Weight weight) {
    return next(weight, salt, null, basis);
  }

  /** The same under a new epoch: something beside the split has changed. */
  State anew() {
    return next(green, salt, latch, basis);
  }

  /**
   * What a changed file makes of it: its weight wins if that has changed as well, but another green
   * or another salt begins at 0 %. The latch stays.
   */
  State onFile(Basis changed) {
    Weight wanted = changed.weight().equals(basis.weight()) ? green : changed.weight();
    Weight weight = changed.isOtherCanary(basis) ? Weight.NONE : wanted;
    return next(weight, changed.salt(), latch, changed);
  }

  /** Whether it is unlatched because its maker never heard of another state's latch. */
  boolean missesLatchOf(State other) {
    return latch == null && other.latch != null && latches < other.latches;
  }

  /** The same with a revision above another one's. */
  State above(State other) {
    long least = Math.max(revision, other.revision + 1);
    return new State(least, Math.max(epoch, other.epoch), green, salt, latch, latches, basis);
  }

  /** The weight that users meet: nothing while latched. */
  Weight effective() {
    return latch == null ? green : Weight.NONE;
  }

  SplitTable table(SplitTable.@Nullable Hold hold, boolean forcedBlue) {
    return new SplitTable(revision, epoch, green, salt, latch, hold, forcedBlue);
  }

  private State next(Weight nextGreen, String nextSalt, @Nullable Latch nextLatch, Basis next) {
    boolean isNewLatch = latch == null && nextLatch != null;
    return new State(
        revision + 1,
        epoch + 1,
        nextGreen,
        nextSalt,
        nextLatch,
        isNewLatch ? latches + 1 : latches,
        next);
  }
}
