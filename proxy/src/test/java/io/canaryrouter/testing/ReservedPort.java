package io.canaryrouter.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;

/**
 * A port of the loopback address that the system gives to nobody else, though nobody listens yet.
 *
 * <p>A bound socket that never listens holds it: connecting is refused, and a server that sets
 * SO_REUSEADDR (Java's, Netty's, nginx's and HAProxy's do) may listen on it, stop, and listen
 * again.
 */
public final class ReservedPort implements AutoCloseable {
  private final Socket holder = new Socket();

  /** Any port of 127.0.0.1. */
  public ReservedPort() {
    this(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
  }

  /** Exactly this port; 0 is any. */
  ReservedPort(InetSocketAddress address) {
    try {
      holder.setReuseAddress(true);
      holder.bind(address);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  InetSocketAddress address() {
    return (InetSocketAddress) holder.getLocalSocketAddress();
  }

  public int number() {
    return holder.getLocalPort();
  }

  @Override
  public void close() {
    try {
      holder.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
