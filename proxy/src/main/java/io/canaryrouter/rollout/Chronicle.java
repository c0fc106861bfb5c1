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

  private final Keeper keeper;
  private final Clocks clocks;
  private final AuditLog audit = new AuditLog();

  Chronicle(Keeper keeper, Clocks clocks, List<AuditEntry> known) {
    this.keeper = keeper;
    this.clocks = clocks;
    audit.load(known);
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
            change.epoch());
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

  /** Another router has done something, of which the store knows more; then calls back. */
  void catchUp(Runnable then) {
    keeper
        .audit(AuditLog.CAPACITY)
        .thenAccept(entries -> {
          audit.load(entries);
          then.run();
        });
  }

  /** The latest changes, oldest first. */
  List<AuditEntry> entries() {
    return audit.entries();
  }
}
