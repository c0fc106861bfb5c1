package io.canaryrouter.http;

/**
 * How the router leaves.
 *
 * @param delayMillis the process has ended this long after the signal
 * @param lingerMillis for this long at least new connections are still answered while the platform
 *     moves its traffic
 */
public record ShutdownSettings(long delayMillis, long lingerMillis) {
  /** Ends within 25 s, before a platform's usual 30 s. */
  public static final ShutdownSettings DEFAULTS = new ShutdownSettings(25_000, 3_000);
}
