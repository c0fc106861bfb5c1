package io.canaryrouter.rollout;

import io.canaryrouter.judge.Evidence;
import org.jspecify.annotations.Nullable;

/**
 * One change: who, what, when, why.
 *
 * @param atEpochMillis wall clock
 * @param by who
 * @param action what was done, one word
 * @param detail what it did, for people
 * @param reason why
 * @param revision the revision it led to
 * @param epoch the epoch it led to
 * @param evidence the figures of that moment, when the judge decided; else null
 */
public record AuditEntry(
    long atEpochMillis,
    String by,
    String action,
    String detail,
    String reason,
    long revision,
    long epoch,
    @Nullable Evidence evidence) {

  /** One that somebody else than the judge has decided. */
  public AuditEntry(
      long atEpochMillis,
      String by,
      String action,
      String detail,
      String reason,
      long revision,
      long epoch) {
    this(atEpochMillis, by, action, detail, reason, revision, epoch, null);
  }
}
