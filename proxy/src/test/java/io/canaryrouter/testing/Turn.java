package io.canaryrouter.testing;

import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One request's turn to be answered on its connection: what an {@link Answer} plays on.
 *
 * <p>Thread safety: confined to the connection's answering thread.
 */
public final class Turn {
  private static final String WEB_SOCKET_GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

  private final StackConnection connection;
  private final ReceivedRequest request;
  private final OutputStream out;

  Turn(StackConnection connection, ReceivedRequest request, OutputStream out) {
    this.connection = connection;
    this.request = request;
    this.out = out;
  }

  static String head(int status, List<String> fields) {
    return "HTTP/1.1 " + status + " Scripted\r\n" + lines(fields);
  }

  static String lines(List<String> fields) {
    StringBuilder lines = new StringBuilder();
    fields.forEach(field -> lines.append(field).append("\r\n"));
    return lines.toString();
  }

  ReceivedRequest request() {
    return request;
  }

  boolean isHead() {
    return request.method().equals("HEAD");
  }

  Turn stoppingAt(long bytes, StoppingOutput.Action action) {
    return new Turn(connection, request, StoppingOutput.once(out, bytes, action));
  }

  Turn stoppingAtEachByte(StoppingOutput.Action action) {
    return new Turn(connection, request, StoppingOutput.always(out, action));
  }

  void write(String latin1) throws IOException {
    out.write(WireReader.bytes(latin1));
    out.flush();
  }

  void writeChunk(String chunk) throws IOException {
    write(Integer.toHexString(chunk.length()) + "\r\n" + chunk + "\r\n");
  }

  /** Keeps the promise of a {@code Connection: close} among the answer's fields. */
  void closeIfSaid(List<String> fields) throws IOException {
    if (fields.stream().anyMatch("Connection: close"::equalsIgnoreCase)) {
      close();
    }
  }

  void close() throws IOException {
    connection.hangUp(false);
  }

  void reset() throws IOException {
    connection.hangUp(true);
  }

  /** Sends 101 with the accept value that the request's key asks for (RFC 6455 section 4.2.2). */
  void upgrade() throws IOException {
    String accept = webSocketAccept(request.field("Sec-WebSocket-Key"));
    List<String> fields =
        List.of("Upgrade: websocket", "Connection: Upgrade", "Sec-WebSocket-Accept: " + accept);
    write(head(101, fields) + "\r\n");
    request.upgraded(out);
  }

  /** The client's next frame, recorded with the request; null at the end of the connection. */
  @Nullable Frame readFrame() throws IOException {
    Frame frame = Frame.read(connection.input());
    if (frame == null) {
      return null;
    }
    request.received(frame);
    if (!frame.masked()) {
      throw new EOFException("a client's frame must be masked");
    }
    return frame;
  }

  void writeFrame(Frame frame) throws IOException {
    request.sendFrame(frame, out);
  }

  static String webSocketAccept(String key) {
    try {
      MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
      byte[] digest = sha1.digest((key + WEB_SOCKET_GUID).getBytes(StandardCharsets.ISO_8859_1));
      return Base64.getEncoder().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-1", e);
    }
  }
}
