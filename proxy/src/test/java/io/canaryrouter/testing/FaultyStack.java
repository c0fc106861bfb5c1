package io.canaryrouter.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * A stack that does what the test says, on a loopback port of its own: script the answers, run the
 * router, look at what reached it.
 *
 * <pre>{@code
 * try (FaultyStack blue = FaultyStack.start()) {
 *   blue.enqueue(Answer.ok("hello").resetAfter(20));
 *   ... a request through the router ...
 *   assertThat(blue.takeRequest().target()).isEqualTo("/");
 *   assertThat(blue.violations()).isEmpty();
 * }
 * }</pre>
 *
 * <p>Requests are read without any indulgence: one that breaks RFC 9112 is a {@link #violations
 * violation} and ends its connection. As a JUnit field, annotate it with {@code @AutoClose}.
 *
 * <p>Thread safety: any thread.
 */
public final class FaultyStack implements AutoCloseable {
  private static final int BACKLOG = 1024;

  private final ReservedPort port;
  private final List<StackConnection> connections = new CopyOnWriteArrayList<>();
  private final Script script;
  private volatile boolean closesOnAccept;
  private @Nullable ServerSocket listener;
  private @Nullable Thread acceptor;

  private FaultyStack(ReservedPort port, Answer byDefault) {
    this.port = port;
    this.script = new Script(byDefault);
    acceptConnections();
  }

  /** A stack that answers 200 with an empty body where the test says nothing else. */
  public static FaultyStack start() {
    return start(Answer.ok(""));
  }

  /** A stack that gives this answer where the test says nothing else. */
  public static FaultyStack start(Answer byDefault) {
    return new FaultyStack(new ReservedPort(), byDefault);
  }

  /** A stack on the same port of 127.0.0.2: the two can be instances behind one name. */
  public FaultyStack twin() {
    return new FaultyStack(
        new ReservedPort(new InetSocketAddress("127.0.0.2", port())), Answer.ok(""));
  }

  public int port() {
    return port.number();
  }

  /** {@code 127.0.0.1:port}. */
  public String authority() {
    return "127.0.0.1:" + port();
  }

  /** Says how the next requests are answered, one each, in this order. */
  public FaultyStack enqueue(Answer... answers) {
    for (Answer answer : answers) {
      script.enqueue(answer);
    }
    return this;
  }

  /** Says how requests are answered for which nothing is enqueued. */
  public FaultyStack byDefault(Answer answer) {
    script.answerByDefault(answer);
    return this;
  }

  /**
   * Says how a target is answered, always. Its requests take nothing enqueued and stand aside:
   * health probes, seen by {@link #probes()} only.
   */
  public FaultyStack onTarget(String target, Answer answer) {
    script.answerTarget(target, answer);
    return this;
  }

  /** Closes connections, from now on, that had no request for so long; 0 keeps them. */
  public FaultyStack closeIdleAfter(int millis) {
    script.idleMillis(millis);
    return this;
  }

  /** Closes each connection, from now on, as soon as it is accepted. */
  public FaultyStack closeOnAccept(boolean closes) {
    closesOnAccept = closes;
    return this;
  }

  /** Refuses connections from now on; those that stand, stay. */
  public synchronized void refuseConnections() {
    if (listener == null || acceptor == null) {
      return;
    }
    try {
      listener.close();
      // The system listens on until the last thread has left accept().
      acceptor.join();
      listener = null;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw Patience.interrupted("the end of the listener", e);
    }
  }

  /** Accepts connections again, on the same port. */
  public synchronized void acceptConnections() {
    if (listener != null) {
      return;
    }
    try {
      ServerSocket opened = new ServerSocket();
      opened.setReuseAddress(true);
      opened.bind(port.address(), BACKLOG);
      listener = opened;
      acceptor = new Thread(() -> accept(opened), "stack-acceptor-" + port());
      acceptor.setDaemon(true);
      acceptor.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Closes every open connection, whatever it is doing. */
  public void dropConnections() {
    connections.forEach(connection -> connection.close(false));
  }

  /** Resets every open connection, whatever it is doing. */
  public void resetConnections() {
    connections.forEach(connection -> connection.close(true));
  }

  /** The next request that no one has taken, as soon as its head is there. */
  public ReceivedRequest takeRequest() {
    return Patience.take(script.untaken(), "a request at stack " + port());
  }

  /** Every request so far, taken or not, in the order of their heads; without the probes. */
  public List<ReceivedRequest> requests() {
    return script.received();
  }

  /** The requests for targets that {@link #onTarget} set aside. */
  public List<ReceivedRequest> probes() {
    return script.aside();
  }

  /** Values of a field that more than one request carried: what was delivered twice. */
  public Set<String> duplicates(String field) {
    Set<String> seen = new HashSet<>();
    Set<String> twice = new HashSet<>();
    for (ReceivedRequest request : requests()) {
      request.fields().first(field).filter(value -> !seen.add(value)).ifPresent(twice::add);
    }
    return twice;
  }

  /** What reached the stack and is no proper HTTP/1.1, one sentence each. */
  public List<String> violations() {
    return script.violations();
  }

  /** Connections accepted so far. */
  public int connections() {
    return connections.size();
  }

  /** Connections that neither side has ended. */
  public int openConnections() {
    return Math.toIntExact(connections.stream().filter(StackConnection::isOpen).count());
  }

  @Override
  public void close() {
    refuseConnections();
    dropConnections();
    port.close();
  }

  private void accept(ServerSocket from) {
    try {
      while (!from.isClosed()) {
        begin(from.accept());
      }
    } catch (IOException e) {
      // The test told the stack to listen no longer.
    }
  }

  private void begin(Socket socket) throws IOException {
    StackConnection connection = new StackConnection(connections.size() + 1, socket, script);
    connections.add(connection);
    if (closesOnAccept) {
      connection.close(false);
    } else {
      connection.start();
    }
  }
}
