package io.canaryrouter.measure;

/** The durations that are measured of each stack. */
public enum Timing {
  /** From the request's last byte sent to the response head's first byte; successes only. */
  LATENCY,
  /** From the first byte of the request to the last of the response. */
  TOTAL,
  /** Until a new connection to the stack stood, TLS included. */
  CONNECT
}
