package io.canaryrouter.http;

import org.jspecify.annotations.Nullable;

/**
 * How a stack's instances are probed.
 *
 * @param path path of an HTTP GET whose 2xx means healthy; null only opens a connection
 * @param host Host field of the probe; null is the stack's own authority
 * @param intervalMillis time between two probes of an instance
 * @param timeoutMillis a probe without an answer by then has failed
 * @param downAfter failed probes in a row that take an instance down
 * @param upAfter good probes in a row that bring it back
 */
public record HealthSettings(
    @Nullable String path,
    @Nullable String host,
    long intervalMillis,
    long timeoutMillis,
    int downAfter,
    int upAfter) {
  /** Connections only, every 2 s, 3 down, 2 up. */
  public static final HealthSettings DEFAULTS = new HealthSettings(null, null, 2_000, 2_000, 3, 2);
}
