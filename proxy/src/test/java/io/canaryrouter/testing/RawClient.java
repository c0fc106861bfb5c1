package io.canaryrouter.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A client that sends whatever bytes a test wants, and believes nothing that comes back.
 *
 * <p>Responses are read without indulgence; one that breaks RFC 9112 fails the test. Text is one
 * character a byte.
 *
 * <p>Thread safety: confined to one thread, except that another may {@link #reset}, close, or
 * {@link #sendAsFarAsTaken send} while this one reads.
 */
public final class RawClient implements AutoCloseable {
  private static final int CONNECT_MILLIS = Patience.SECONDS * 1_000;
  private static final Fields NONE = new Fields(List.of());

  /** A read of the connection. */
  private interface Read<T> {
    T from(WireReader wire) throws IOException;
  }

  private final Socket socket;
  private final WireReader wire;

  private RawClient(Socket socket) throws IOException {
    this.socket = socket;
    this.wire = new WireReader(socket.getInputStream());
  }

  /** Connects to a port of the loopback address. */
  public static RawClient connect(int port) {
    return connect(port, new Socket());
  }

  /** Connects with a small receive buffer, so that a client that does not read is soon felt. */
  public static RawClient connectSlowReader(int port) {
    Socket socket = new Socket();
    try {
      socket.setReceiveBufferSize(8 << 10);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return connect(port, socket);
  }

  private static RawClient connect(int port, Socket socket) {
    try {
      socket.setTcpNoDelay(true);
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), CONNECT_MILLIS);
      socket.setSoTimeout(CONNECT_MILLIS);
      return new RawClient(socket);
    } catch (IOException e) {
      throw new UncheckedIOException("no connection to port " + port, e);
    }
  }

  /** Sends these bytes and nothing else. */
  public RawClient send(String latin1) {
    return send(WireReader.bytes(latin1));
  }

  /** Sends these bytes and nothing else. */
  public RawClient send(byte[] bytes) {
    try {
      socket.getOutputStream().write(bytes);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException("the router no longer takes bytes", e);
    }
  }

  /** Sends these bytes, or as many of them as the router takes before it ends the connection. */
  public void sendAsFarAsTaken(String latin1) {
    try {
      socket.getOutputStream().write(WireReader.bytes(latin1));
    } catch (IOException e) {
      // The rest was not wanted.
    }
  }

  /** Sends a GET with these fields, written as {@code "Name: value"}; Host is added. */
  public RawClient get(String target, String... fields) {
    return send("GET " + target + " HTTP/1.1\r\n" + lines(fields) + "\r\n");
  }

  /** Sends a POST with this content and its length; Host is added. */
  public RawClient post(String target, String body, String... fields) {
    String framing = "Content-Length: " + body.length() + "\r\n\r\n";
    return send("POST " + target + " HTTP/1.1\r\n" + lines(fields) + framing + body);
  }

  /** Half-closes: says that nothing more will be sent, and goes on reading. */
  public RawClient finish() {
    try {
      socket.shutdownOutput();
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Resets the connection (RST). */
  public void reset() {
    try {
      socket.setSoLinger(true, 0);
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The next response, informational ones included, to a request that was not HEAD. */
  public RawResponse readResponse() {
    return readResponse("GET");
  }

  /** The next response, informational ones included, to a request of this method. */
  public RawResponse readResponse(String method) {
    WireReader.Head head = read(reader -> present(reader.readHead(), "a response"), "a response");
    if (!head.startLine().matches("HTTP/1\\.[01] [1-5][0-9]{2} [\\t -~\\x80-\\xff]*")) {
      throw new AssertionError("not a status line: " + head.startLine());
    }
    return readRest(head, method);
  }

  /** Waits for the end of the connection, with nothing before it, and tells how it ended. */
  public Ending awaitEnd() {
    try {
      int next = wire.stream().read();
      if (next >= 0) {
        throw new AssertionError("a byte came instead of the end: " + (char) next);
      }
      return Ending.CLOSED;
    } catch (SocketTimeoutException e) {
      throw new AssertionError("waited for the end of the connection", e);
    } catch (IOException e) {
      return Ending.RESET;
    }
  }

  /** Reads this many bytes, whatever they are. */
  public String readBytes(int count) {
    Body bytes = new Body();
    read(
        reader -> {
          reader.readExactly(count, bytes);
          return true;
        },
        count + " bytes");
    return bytes.text();
  }

  /** Asks for a WebSocket on this target; the answer is still to be read. */
  public RawClient upgrade(String target, String... fields) {
    return get(
        target,
        lines(
                List.of(
                    "Connection: Upgrade",
                    "Upgrade: websocket",
                    "Sec-WebSocket-Version: 13",
                    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="),
                List.of(fields))
            .strip());
  }

  /** Sends a frame, masked as a client must. */
  public RawClient sendFrame(Frame frame) {
    try {
      frame.fromClient().write(socket.getOutputStream());
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The next frame; a failure at the end of the connection. */
  public Frame readFrame() {
    return read(reader -> present(Frame.read(reader.stream()), "a frame"), "a frame");
  }

  /** The client's own port, as the router sees it. */
  public int localPort() {
    return socket.getLocalPort();
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private RawResponse readRest(WireReader.Head head, String method) {
    Body body = new Body();
    Fields trailers = NONE;
    Ending ending;
    try {
      boolean chunked = WireReader.isChunked(head.fields());
      long length = WireReader.declaredLength(head.fields());
      ending = length < 0 && !chunked ? Ending.CLOSED : Ending.COMPLETE;
      if (isBodyless(method, head.startLine().substring(9, 12))) {
        ending = Ending.COMPLETE;
      } else if (chunked) {
        trailers = wire.readChunks(body);
      } else if (length >= 0) {
        wire.readExactly(length, body);
      } else {
        wire.readToEnd(body);
      }
    } catch (SocketTimeoutException e) {
      throw new AssertionError("the response never ended: " + head.raw(), e);
    } catch (IOException e) {
      ending = Ending.of(e);
    }
    return new RawResponse(
        head.raw(), head.fields(), body.text(), body.length(), body.crc32(), trailers, ending);
  }

  private static boolean isBodyless(String method, String status) {
    return method.equals("HEAD")
        || status.startsWith("1")
        || status.equals("204")
        || status.equals("304");
  }

  private static <T> T present(@Nullable T read, String name) {
    if (read == null) {
      throw new AssertionError("the connection was closed where " + name + " was expected");
    }
    return read;
  }

  private <T> T read(Read<T> what, String name) {
    try {
      return what.from(wire);
    } catch (IOException e) {
      throw new AssertionError(Ending.of(e) + " where " + name + " was expected", e);
    }
  }

  private static String lines(String... fields) {
    return lines(List.of("Host: app.example"), List.of(fields));
  }

  private static String lines(List<String> first, List<String> then) {
    StringBuilder lines = new StringBuilder();
    first.forEach(field -> lines.append(field).append("\r\n"));
    then.forEach(field -> lines.append(field).append("\r\n"));
    return lines.toString();
  }
}
