package io.canaryrouter.http;

import io.canaryrouter.measure.Fault;

/**
 * How a probe ended.
 *
 * @param isNews whether it tells anything of the instance; false when the router itself had no
 *     descriptor or port for it
 * @param good whether the instance may take requests
 * @param detail what was found, for the log: a status, or a {@link Failure}'s label
 */
record ProbeResult(boolean isNews, boolean good, String detail) {
  ProbeResult(boolean good, String detail) {
    this(true, good, detail);
  }

  /** A connection stood, and nothing more was asked. */
  static ProbeResult connected() {
    return new ProbeResult(true, "connected");
  }

  /** An answer came. */
  static ProbeResult answered(int status) {
    return new ProbeResult(status >= 200 && status < 300, "status " + status + hint(status));
  }

  private static String hint(int status) {
    return switch (status) {
      case 403 -> "; an application that knows only its public host name needs health.host";
      case 404 -> "; is health.path right?";
      default -> "";
    };
  }

  /** None did. */
  static ProbeResult failed(Failure failure) {
    return new ProbeResult(failure.outcome().fault() == Fault.STACK, false, failure.label());
  }
}
