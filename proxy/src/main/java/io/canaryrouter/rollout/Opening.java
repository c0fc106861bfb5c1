package io.canaryrouter.rollout;

import io.canaryrouter.split.SplitTable;
import io.canaryrouter.split.SplitTable.Hold;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a router begins with: what it remembers, brought in line with its file.
 *
 * @param state the state in force
 * @param stored the revision that is in the store; 0 for none
 * @param doubt why blue must be served, or null
 * @param file what the file says
 * @param audit the latest changes, oldest first
 */
public record Opening(
    State state, long stored, @Nullable Doubt doubt, Basis file, List<AuditEntry> audit) {
  private static final Logger LOG = LoggerFactory.getLogger(Opening.class);

  /** Another router may write at the same moment, but not again and again. */
  private static final int ATTEMPTS = 3;

  /** The table that everything begins with. */
  public SplitTable table(boolean forcedBlue) {
    Hold hold = doubt == null ? null : new Hold(Hold.Cause.DOUBT, doubt.sentence());
    return state.table(hold, forcedBlue);
  }

  /** Looks into the store and writes what the file has changed; blocks for some seconds at most. */
  public static Opening of(Keeper keeper, Basis basis) {
    Sighting there = keeper.lookNow();
    for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
      State found = there.state();
      if (found != null && found.basis().equals(basis)) {
        return remembered(keeper, found, basis);
      }
      if (found == null && !mayBegin(keeper, there, basis)) {
        return doubtful(keeper, basis, there);
      }
      State next = found == null ? State.first(basis) : found.onFile(basis);
      Saved saved = keeper.saveNow(found == null ? 0 : found.revision(), next);
      if (saved.isWritten()) {
        return begun(keeper, found, next, basis);
      }
      there = saved.there();
    }
    return doubtful(keeper, basis, there);
  }

  /** Without a memory there is nothing to forget; and at 0 % nothing that could be forgotten. */
  private static boolean mayBegin(Keeper keeper, Sighting there, Basis basis) {
    Doubt doubt = there.doubt();
    boolean isMissing = doubt != null && doubt.kind() == Doubt.Kind.MISSING;
    return isMissing && (!keeper.isLasting() || basis.weight().basisPoints() == 0);
  }

  private static Opening remembered(Keeper keeper, State state, Basis basis) {
    LOG.info("the state of revision {} stands, from {}", state.revision(), keeper.where());
    return new Opening(state, state.revision(), null, basis, keeper.auditNow(AuditLog.CAPACITY));
  }

  private static Opening begun(Keeper keeper, @Nullable State found, State next, Basis basis) {
    if (found != null) {
      LOG.info(
          "the file has changed since revision {}: green from {} to {}",
          found.revision(),
          found.green(),
          next.green());
    }
    return new Opening(next, next.revision(), null, basis, keeper.auditNow(AuditLog.CAPACITY));
  }

  private static Opening doubtful(Keeper keeper, Basis basis, Sighting there) {
    Doubt doubt = there.doubt();
    Doubt known =
        doubt != null
            ? doubt
            : new Doubt(Doubt.Kind.UNREACHABLE, "other routers keep changing the state");
    LOG.error("everyone is on blue: {} ({})", known.sentence(), keeper.where());
    return new Opening(State.first(basis), 0, known, basis, List.of());
  }
}
