package io.canaryrouter.config;

import io.canaryrouter.split.Lists;
import io.canaryrouter.split.OverrideSeal;
import io.canaryrouter.split.Weight;
import org.jspecify.annotations.Nullable;

/**
 * The split as the file gives it.
 *
 * @param green green's share of the users
 * @param salt reshuffles the users; may be empty
 * @param lists users put on a stack by name
 * @param seal checks overrides, or null when there are none
 * @param expose whether clients see {@code X-Canary-Stack} in responses
 * @param cdnPrivate whether delivery networks are told to keep nothing while users are on both
 */
public record SplitSettings(
    Weight green,
    String salt,
    Lists lists,
    @Nullable OverrideSeal seal,
    boolean expose,
    boolean cdnPrivate) {

  /** A weight and a salt alone. */
  public SplitSettings(Weight green, String salt, boolean expose) {
    this(green, salt, Lists.NONE, null, expose, false);
  }
}
