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

  /** A revision that was merged has no entry of its own, so nobody looks for one forever. */
  private static final int LOOKS = 10;

  private final Keeper keeper;
  private final Clocks clocks;
  private final AuditLog audit = new AuditLog();
  private long wantedRevision;
  private int looksLeft;

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

  /**
   * Another router has brought about this revision, and writes why just after: the store is asked
   * now, and at some of the next {@link #tick}s until it knows. Then calls back.
   */
  void catchUp(long revision, Runnable then) {
    wantedRevision = revision;
    looksLeft = LOOKS;
    load(then);
  }

  /** Lets a second pass. */
  void tick(Runnable then) {
    if (looksLeft > 0 && newestRevision() < wantedRevision) {
      looksLeft--;
      load(then);
    }
  }

  private long newestRevision() {
    List<AuditEntry> entries = audit.entries();
    return entries.isEmpty() ? 0 : entries.get(entries.size() - 1).revision();
  }

  private void load(Runnable then) {
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
