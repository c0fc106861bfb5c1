package io.canaryrouter.identity;

import org.jspecify.annotations.Nullable;

/**
 * How it stands with verification. Immutable.
 *
 * @param onFailure what becomes of tokens whose signature is not good
 * @param failures those of the last minute
 * @param jwks the fetched key set, or null when the keys are configured
 */
public record VerificationStatus(
    OnFailure onFailure, FailureShare failures, @Nullable JwksStatus jwks) {}
