package io.canaryrouter.measure;

import java.util.Locale;

/** How a request ended; one word in metrics, logs, state and the judge. */
public enum Outcome {
  /** A final response below 400. */
  OK(Fault.NONE),
  /** A 4xx other than {@link #AUTH}: the application's answer to this client. */
  CLIENT_ERROR(Fault.NONE),
  /** 401, 403 or 429. */
  AUTH(Fault.NONE),
  /** A 5xx made by the stack. */
  SERVER_ERROR(Fault.STACK),
  /** The stack took longer than a timeout allows. */
  TIMEOUT(Fault.STACK),
  /** The stack broke the connection or the protocol. */
  RESET(Fault.STACK),
  /** The stack could not be connected to, or has no healthy instance. */
  REFUSED(Fault.STACK),
  /** No response head for so long that the answer no longer matters. */
  HUNG(Fault.STACK),
  /** The client went away first. */
  CLIENT_ABORT(Fault.CLIENT),
  /** The router refused it to protect a stack. */
  SHED(Fault.ROUTER),
  /** The router refused it because it is no well-formed request. */
  BAD_REQUEST(Fault.CLIENT),
  /** An upgraded connection or an event stream; counted when it begins. */
  TUNNEL(Fault.NONE);

  private final Fault fault;
  private final String label = name().toLowerCase(Locale.ROOT);

  Outcome(Fault fault) {
    this.fault = fault;
  }

  /** The name as metrics, logs and the API write it. */
  public String label() {
    return label;
  }

  /** Whose fault it was. */
  public Fault fault() {
    return fault;
  }

  /** Whether it tells something of the stack: it is its failure, or its answer and no tunnel. */
  public boolean tellsOfStack() {
    return fault == Fault.STACK || (fault == Fault.NONE && this != TUNNEL);
  }

  /** The outcome of a final response that arrived whole. */
  public static Outcome ofStatus(int status) {
    if (status < 400) {
      return OK;
    }
    if (status >= 500) {
      return SERVER_ERROR;
    }
    return status == 401 || status == 403 || status == 429 ? AUTH : CLIENT_ERROR;
  }
}
