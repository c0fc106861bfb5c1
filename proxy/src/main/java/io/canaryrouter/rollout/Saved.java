package io.canaryrouter.rollout;

/**
 * What came of saving a state.
 *
 * @param isWritten whether it is in the store now
 * @param there what is in the store now
 */
record Saved(boolean isWritten, Sighting there) {}
