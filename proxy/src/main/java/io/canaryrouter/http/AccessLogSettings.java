package io.canaryrouter.http;

/**
 * The access log.
 *
 * @param enabled whether it is written at all
 * @param maxLinesPerMinute most lines; a platform drops what comes above its own limit
 * @param slowMillis a request that took longer is always worth a line
 */
public record AccessLogSettings(boolean enabled, int maxLinesPerMinute, long slowMillis) {
  /** Half of what Render keeps a minute, so that the other half is left for everything else. */
  public static final AccessLogSettings DEFAULTS = new AccessLogSettings(true, 3_000, 1_000);
}
