package io.canaryrouter.http;

/**
 * How a probe ended.
 *
 * @param good whether the instance may take requests
 * @param detail what was found, for the log: a status, or a {@link Failure}'s label
 */
record ProbeResult(boolean good, String detail) {
  /** A connection stood, and nothing more was asked. */
  static ProbeResult connected() {
    return new ProbeResult(true, "connected");
  }

  /** An answer came. */
  static ProbeResult answered(int status) {
    String hint =
        status == 403
            ? "; an application that knows only its public host name needs health.host"
            : "";
    return new ProbeResult(status >= 200 && status < 300, "status " + status + hint);
  }

  /** None did. */
  static ProbeResult failed(Failure failure) {
    return new ProbeResult(false, failure.label());
  }
}
