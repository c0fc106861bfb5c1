package io.canaryrouter.http;

/** Something with deadlines of its own, looked at by its event loop's {@link Sweeper}. */
interface Timed {
  /** Acts on every deadline that has passed; called several times a second. */
  void check(long nowNanos);
}
