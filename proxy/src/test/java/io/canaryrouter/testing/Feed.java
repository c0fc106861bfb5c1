package io.canaryrouter.testing;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * What a test sends through an open-ended answer, piece by piece.
 *
 * <p>Thread safety: any thread.
 */
public final class Feed {
  private static final String END = "";

  private final BlockingQueue<String> pieces = new LinkedBlockingQueue<>();

  /** Sends a piece as one chunk; {@code "data: 1\n\n"} is one event of an event stream. */
  public void send(String piece) {
    if (piece.isEmpty()) {
      throw new IllegalArgumentException("an empty chunk would end the body: call end()");
    }
    pieces.add(piece);
  }

  /** Ends the body as its framing says. */
  public void end() {
    pieces.add(END);
  }

  /** The next piece; empty at the end. */
  String next() throws IOException {
    try {
      return pieces.take();
    } catch (InterruptedException e) {
      throw (IOException) new InterruptedIOException("the stack was closed").initCause(e);
    }
  }
}
