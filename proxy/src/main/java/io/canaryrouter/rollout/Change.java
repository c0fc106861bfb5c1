package io.canaryrouter.rollout;

/**
 * What a command led to.
 *
 * @param revision the revision in force afterwards
 * @param epoch the epoch in force afterwards
 */
public record Change(long revision, long epoch) {}
