package io.canaryrouter.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;

/**
 * A port where connecting neither succeeds nor is refused: its queue of unaccepted connections is
 * full, and the system drops what comes on top.
 */
public final class Blackhole implements AutoCloseable {
  private static final int ATTEMPTS = 16;
  private static final int ATTEMPT_MILLIS = 300;

  private final List<Socket> fillers = new ArrayList<>();
  private final ServerSocket listener;

  public Blackhole() {
    try {
      listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
      fill();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public int port() {
    return listener.getLocalPort();
  }

  @Override
  public void close() {
    try {
      for (Socket filler : fillers) {
        filler.close();
      }
      listener.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void fill() throws IOException {
    for (int i = 0; i < ATTEMPTS; i++) {
      Socket filler = new Socket();
      fillers.add(filler);
      try {
        filler.connect(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), port()), ATTEMPT_MILLIS);
      } catch (SocketTimeoutException e) {
        return;
      }
    }
    throw new IllegalStateException("the queue of port " + port() + " never filled");
  }
}
