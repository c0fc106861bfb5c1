package io.canaryrouter.rollout;

import org.jspecify.annotations.Nullable;

/**
 * How the state is kept at this moment.
 *
 * @param where the store, for people
 * @param isReachable whether it answered when it was last asked
 * @param isSaved whether all that holds is in it
 * @param doubt why nobody can say which weight was set, or null
 */
public record Keeping(String where, boolean isReachable, boolean isSaved, @Nullable Doubt doubt) {}
