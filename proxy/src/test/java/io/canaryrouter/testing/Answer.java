package io.canaryrouter.testing;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link FaultyStack} does with one request: an answer, or a fault around an answer.
 *
 * <p>Text is one character a byte. Faults nest, the outer one first: {@code
 * Answer.ok("hello").trickled(gate).resetAfter(40)}.
 */
public sealed interface Answer
    permits Answer.Raw,
        Answer.Respond,
        Answer.RespondChunked,
        Answer.Flood,
        Answer.Echo,
        Answer.EventStream,
        Answer.WebSocketEcho,
        Fault {
  /** Plays the answer; an {@link IOException} ends the connection. */
  void play(Turn turn) throws IOException;

  /** Whether the stack reads the whole request before it answers. */
  default boolean waitsForBody() {
    return true;
  }

  /** Whether the stack answers {@code Expect: 100-continue} with 100. */
  default boolean sendsContinue() {
    return true;
  }

  /** Where the stack stops before it reads the request's content; null: nowhere. */
  default @Nullable Gate bodyGate() {
    return null;
  }

  /** 200 with a body and its length. */
  static Answer ok(String body) {
    return status(200, body);
  }

  /** Any status with fields written as {@code "Name: value"}; the length is added. */
  static Answer status(int status, String body, String... fields) {
    return new Respond(status, List.of(fields), body);
  }

  /** 200 in chunks, without trailers. */
  static Answer chunked(String... chunks) {
    return new RespondChunked(200, List.of(), List.of(chunks), List.of());
  }

  /** Never answers, and keeps the connection. */
  static Answer stall() {
    return ok("").after(new Gate());
  }

  /** Bytes that are no HTTP, then the end of the connection. */
  static Answer garbage() {
    return new Raw("\u0000\u0001NOT HTTP\n\n\u00ff\u00fe garbage\r\n\r\n").closedAfter(1 << 20);
  }

  /** Answers before the request's content was read, and reads on afterwards. */
  default Answer early() {
    return new Fault.Early(this);
  }

  /** Nothing leaves before the gate opens. */
  default Answer after(Gate gate) {
    return new Fault.Paused(0, gate, this);
  }

  /** Stops at the gate when this many bytes of the answer, head included, have left. */
  default Answer pausedAfter(int bytes, Gate gate) {
    return new Fault.Paused(bytes, gate, this);
  }

  /** Each byte, head included, waits for its own pass. */
  default Answer trickled(Gate gate) {
    return new Fault.Trickled(gate, this);
  }

  /** Resets the connection (RST) once this many bytes have left, or the answer ended. */
  default Answer resetAfter(int bytes) {
    return new Fault.ResetAfter(bytes, this);
  }

  /** Closes the connection (FIN) once this many bytes have left, or the answer ended. */
  default Answer closedAfter(int bytes) {
    return new Fault.CloseAfter(bytes, this);
  }

  /** Sends an informational response first, for example 103 with a Link field. */
  default Answer afterInformational(int status, String... fields) {
    return new Fault.AfterInformational(status, List.of(fields), this);
  }

  /** Ignores {@code Expect: 100-continue}: waits for the content without asking for it. */
  default Answer withoutContinue() {
    return new Fault.WithoutContinue(this);
  }

  /** Does not read the request's content before the gate opens. */
  default Answer readingBodyAfter(Gate gate) {
    return new Fault.BodyHeld(gate, this);
  }

  /** Exactly these bytes; the connection stays open. */
  record Raw(String bytes) implements Answer {
    @Override
    public void play(Turn turn) throws IOException {
      turn.write(bytes);
    }
  }

  /** A response with its length; without its body where RFC 9112 section 6.3 allows none. */
  record Respond(int status, List<String> fields, String body) implements Answer {
    @Override
    public void play(Turn turn) throws IOException {
      boolean empty = status < 200 || status == 204 || status == 304;
      String framing = empty ? "" : "Content-Length: " + body.length() + "\r\n";
      String content = empty || turn.isHead() ? "" : body;
      turn.write(Turn.head(status, fields) + framing + "\r\n" + content);
      turn.closeIfSaid(fields);
    }
  }

  /** A response in chunks, each written by itself; an empty list is an empty body. */
  record RespondChunked(int status, List<String> fields, List<String> chunks, List<String> trailers)
      implements Answer {
    @Override
    public void play(Turn turn) throws IOException {
      turn.write(Turn.head(status, fields) + "Transfer-Encoding: chunked\r\n\r\n");
      for (String chunk : chunks) {
        turn.writeChunk(chunk);
      }
      turn.write("0\r\n" + Turn.lines(trailers) + "\r\n");
      turn.closeIfSaid(fields);
    }
  }

  /** 200 with this many bytes, as fast as they are taken. */
  record Flood(long length) implements Answer {
    private static final String PIECE = "x".repeat(1 << 16);

    @Override
    public void play(Turn turn) throws IOException {
      turn.write(Turn.head(200, List.of("Content-Length: " + length)) + "\r\n");
      for (long left = length; left > 0; left -= PIECE.length()) {
        turn.write(left < PIECE.length() ? PIECE.substring(0, (int) left) : PIECE);
      }
    }
  }

  /** 200 with the request's own content (its first mebibyte) and its target in {@code X-Target}. */
  record Echo() implements Answer {
    @Override
    public void play(Turn turn) throws IOException {
      ReceivedRequest request = turn.request();
      status(200, request.body(), "X-Target: " + request.target()).play(turn);
    }
  }

  /** A {@code text/event-stream} that goes as the test feeds it. */
  record EventStream(Feed feed) implements Answer {
    @Override
    public void play(Turn turn) throws IOException {
      List<String> fields = List.of("Content-Type: text/event-stream", "Cache-Control: no-cache");
      turn.write(Turn.head(200, fields) + "Transfer-Encoding: chunked\r\n\r\n");
      for (String event = feed.next(); !event.isEmpty(); event = feed.next()) {
        turn.writeChunk(event);
      }
      turn.write("0\r\n\r\n");
    }
  }

  /** Accepts an upgrade and echoes messages; answers pings and the close (RFC 6455). */
  record WebSocketEcho() implements Answer {
    @Override
    public void play(Turn turn) throws IOException {
      turn.upgrade();
      for (Frame frame = turn.readFrame(); frame != null; frame = turn.readFrame()) {
        int opcode = frame.opcode() == Frame.PING ? Frame.PONG : frame.opcode();
        if (frame.opcode() != Frame.PONG) {
          turn.writeFrame(new Frame(frame.last(), opcode, false, frame.payload()));
        }
        if (opcode == Frame.CLOSE) {
          break;
        }
      }
      turn.close();
    }
  }
}
