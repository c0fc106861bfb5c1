package io.canaryrouter.identity;

import org.jspecify.annotations.Nullable;

/**
 * How it stands with a fetched key set. Immutable.
 *
 * @param keys how many are in force
 * @param ageSeconds since it was fetched, or null when it never was
 * @param trouble why it could not be fetched at the last try, or null
 */
public record JwksStatus(int keys, @Nullable Long ageSeconds, @Nullable String trouble) {}
