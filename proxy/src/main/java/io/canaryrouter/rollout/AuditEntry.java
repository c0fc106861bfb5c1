package io.canaryrouter.rollout;

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
 */
public record AuditEntry(
    long atEpochMillis,
    String by,
    String action,
    String detail,
    String reason,
    long revision,
    long epoch) {}
