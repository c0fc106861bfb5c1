package io.canaryrouter.http;

import io.netty.util.NetUtil;
import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One instance of a stack: where it listens, and how many requests it has not answered yet.
 *
 * <p>Two objects with one address are two instances: one that vanished and came back begins anew,
 * while the requests of the old one still end on the old one. Thread safety: shared by all event
 * loops, atomics only.
 */
final class Instance {

  /** Hears how an instance's requests end. */
  interface Observer {
    /** The instance failed a request. */
    void failed(Instance instance);

    /**
     * The instance served a request.
     *
     * @param well whether the answer was no error of the client or the server
     */
    void succeeded(Instance instance, boolean well);
  }

  private final InetSocketAddress address;
  private final Observer observer;
  private final AtomicInteger outstanding = new AtomicInteger();

  Instance(InetSocketAddress address, Observer observer) {
    this.address = address;
    this.observer = observer;
  }

  /** Where it listens; resolved. */
  InetSocketAddress address() {
    return address;
  }

  /** A request is on its way; paired with exactly one {@link #release}. */
  void acquire() {
    outstanding.incrementAndGet();
  }

  /** A request has ended, however it ended. */
  void release() {
    outstanding.decrementAndGet();
  }

  /** Requests that have not ended. */
  int outstanding() {
    return outstanding.get();
  }

  /**
   * A connection could not be made, or the instance failed as a gateway would: it broke or timed
   * out a response, answered 502, 503 or 504, or its platform answered in its place. An
   * application's own 500 is no such failure.
   */
  void failed() {
    observer.failed(this);
  }

  /**
   * A request was answered.
   *
   * @param well whether the answer was no error of the client or the server
   */
  void succeeded(boolean well) {
    observer.succeeded(this, well);
  }

  /** The address as the log and the API write it. */
  @Override
  public String toString() {
    return NetUtil.toSocketAddressString(address);
  }
}
