package io.canaryrouter.testing;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * A request as it reached a stack, from its head on; what comes later is waited for.
 *
 * <p>Thread safety: any thread may ask; the connection's threads tell.
 */
public final class ReceivedRequest {
  private final int connection;
  private final WireReader.Head head;
  private final Body body = new Body();
  private final CompletableFuture<Fields> trailers = new CompletableFuture<>();
  private final CompletableFuture<Ending> ending = new CompletableFuture<>();
  private final CompletableFuture<Ending> disconnect;
  private final CompletableFuture<OutputStream> tunnel = new CompletableFuture<>();
  private final BlockingQueue<Frame> frames = new LinkedBlockingQueue<>();

  ReceivedRequest(int connection, WireReader.Head head, CompletableFuture<Ending> disconnect) {
    this.connection = connection;
    this.head = head;
    this.disconnect = disconnect;
  }

  /** The connection that it came on, counted from 1 in the order of acceptance. */
  public int connection() {
    return connection;
  }

  /** The request line and the fields, byte for byte, one character a byte. */
  public String head() {
    return head.raw();
  }

  public String method() {
    return part(0);
  }

  /** The request's target, as it stands in the request line. */
  public String target() {
    return part(1);
  }

  public Fields fields() {
    return head.fields();
  }

  /** The first value of a field; a failure when the request lacks it. */
  public String field(String name) {
    return fields()
        .first(name)
        .orElseThrow(() -> new AssertionError("no field " + name + " in:\n" + head()));
  }

  /** Waits for the end of the request and tells how it ended. */
  public Ending ending() {
    return Patience.await(ending, "the end of " + this);
  }

  /** The first mebibyte of the content, one character a byte, once the request ended. */
  public String body() {
    ending();
    return body.text();
  }

  /** The bytes of content that came, once the request ended. */
  public long bodyLength() {
    ending();
    return body.length();
  }

  /** The CRC-32 of the content that came, once the request ended. */
  public long bodyCrc32() {
    ending();
    return body.crc32();
  }

  /** The trailer section, once the request ended. */
  public Fields trailers() {
    ending();
    return Patience.await(trailers, "the trailers of " + this);
  }

  /** The next WebSocket frame that came after an upgrade. */
  public Frame takeFrame() {
    return Patience.take(frames, "a frame on " + this);
  }

  /** Sends a frame of the stack's own after an upgrade. */
  public void sendFrame(Frame frame) {
    OutputStream out = Patience.await(tunnel, "the upgrade of " + this);
    try {
      sendFrame(frame, out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits until the other side has closed or reset the connection, and tells which it was. */
  public Ending awaitDisconnect() {
    return Patience.await(disconnect, "the end of the connection of " + this);
  }

  /** As {@link #ending()}, for the thread that answers: as long as it takes. */
  Ending end() throws IOException {
    try {
      return ending.get();
    } catch (InterruptedException | ExecutionException e) {
      throw (IOException) new InterruptedIOException("the stack was closed").initCause(e);
    }
  }

  boolean isUpgrade() {
    return fields().has("Connection", "upgrade");
  }

  boolean expectsContinue() {
    return fields().has("Expect", "100-continue");
  }

  boolean isLastOnConnection() {
    return head.startLine().endsWith("HTTP/1.0") || fields().has("Connection", "close");
  }

  Body content() {
    return body;
  }

  /** The answering thread echoes while the test sends: frames go out one at a time. */
  synchronized void sendFrame(Frame frame, OutputStream out) throws IOException {
    frame.write(out);
  }

  void upgraded(OutputStream out) {
    tunnel.complete(out);
  }

  void received(Frame frame) {
    frames.add(frame);
  }

  void ended(Ending how, Fields trailerSection) {
    trailers.complete(trailerSection);
    ending.complete(how);
  }

  @Override
  public String toString() {
    return head.startLine() + " on connection " + connection;
  }

  private String part(int index) {
    return head.startLine().split(" ", 3)[index];
  }
}
