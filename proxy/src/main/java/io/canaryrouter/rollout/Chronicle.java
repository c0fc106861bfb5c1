package io.canaryrouter.rollout;

import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells of each change three times: to the audit log in memory, to the one in the store, and to the
 * process's log.
 *
 * <p>Owned by the control thread.
 */
final class Chronicle {
  private static final Logger LOG = LoggerFactory.getLogger(Chronicle.class);

  /** For so many seconds a reason may come after its change; then its router has lost it. */
  private static final int LOOKS = 10;

  private final Keeper keeper;
  private final Clocks clocks;
  private final AuditLog audit = new AuditLog();
  private int looksLeft;

  Chronicle(Keeper keeper, Clocks clocks, List<AuditEntry> known) {
    this.keeper = keeper;
    this.clocks = clocks;
    audit.merge(known);
  }

  void tell(Cause cause, String action, String detail, Change change) {
    AuditEntry entry =
        new AuditEntry(
            clocks.epochMillis().getAsLong(),
            cause.by(),
            action,
            detail,
            cause.reason(),
            change.revision(),
            change.epoch(),
            cause.evidence());
    audit.append(entry);
    keeper.note(entry);
    LOG.info(
        "{} by {}: {}; reason: {}; revision {}, epoch {}",
        action,
        cause.by(),
        detail,
        cause.reason(),
        change.revision(),
        change.epoch());
  }

  /**
   * Another router has changed the state, and writes why just after: the store is asked now, and at
   * each of the next {@link #tick}s. Calls back each time. It cannot stop sooner: changes come out
   * of their order, and some leave no entry.
   */
  void catchUp(Runnable then) {
    looksLeft = LOOKS;
    load(then);
  }

  /** Lets a second pass. */
  void tick(Runnable then) {
    if (looksLeft > 0) {
      looksLeft--;
      load(then);
    }
  }

  private void load(Runnable then) {
    keeper
        .audit(AuditLog.CAPACITY)
        .thenAccept(entries -> {
          audit.merge(entries);
          then.run();
        });
  }

  /** The latest changes, oldest first. */
  List<AuditEntry> entries() {
    return audit.entries();
  }
}
