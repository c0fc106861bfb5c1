package io.canaryrouter.split;

import org.jspecify.annotations.Nullable;

/**
 * What decides a request's stack beside the {@link SplitTable}.
 *
 * @param key the user's key, or null for nobody
 * @param pin the stack that the request's route is pinned to, or null
 * @param override the stack that a valid override asks for, or null
 * @param lists the users put on a stack by name
 */
public record Question(
    @Nullable String key, @Nullable Stack pin, @Nullable Stack override, Lists lists) {

  /** About a user, or a visitor without a key (null), of whom nothing else is known. */
  public static Question of(@Nullable String key) {
    return new Question(key, null, null, Lists.NONE);
  }
}
