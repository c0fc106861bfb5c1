package io.canaryrouter.split;

/**
 * What the control plane may ask of the data plane; implemented by http.
 *
 * <p>Thread safety: called from the control thread; every call returns at once and takes effect on
 * the event loops.
 */
public interface DataPlane {
  /**
   * Ends the tunnels and event streams of a stack, spread over some seconds so that the other stack
   * is not stampeded by reconnecting clients. WebSockets are closed with 1012 (service restart).
   */
  void closeTunnels(Stack stack);

  /** Sends requests that still wait for a connection to the stack elsewhere: green's go to blue. */
  void releaseQueued(Stack stack);

  /**
   * Sets how long a stack may keep silent before the head of its response until the request counts
   * as hung; whoever waits longer goes on waiting.
   */
  void setHungAfter(long nanos);

  /** What the probes of a stack's instances say at this moment. */
  StackHealth health(Stack stack);
}
