package io.canaryrouter.config;

import io.canaryrouter.split.Weight;

/**
 * The split as the file gives it.
 *
 * @param green green's share of the users
 * @param salt reshuffles the users; may be empty
 * @param expose whether clients see {@code X-Canary-Stack} in responses
 */
public record SplitSettings(Weight green, String salt, boolean expose) {}
