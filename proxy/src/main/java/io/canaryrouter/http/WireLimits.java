package io.canaryrouter.http;

/**
 * Bounds on a message's head.
 *
 * @param maxLineBytes longest start line
 * @param maxFieldsBytes largest field section, all lines together; also bounds trailers
 * @param maxFieldCount most field lines
 */
public record WireLimits(int maxLineBytes, int maxFieldsBytes, int maxFieldCount) {
  /** What the platforms' edges let through, and a little more. */
  public static final WireLimits DEFAULTS = new WireLimits(16 * 1024, 64 * 1024, 100);
}
