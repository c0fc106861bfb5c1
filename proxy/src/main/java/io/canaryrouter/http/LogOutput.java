package io.canaryrouter.http;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Writes whole lines in batches that a pipe takes at once, so that lines of other writers to the
 * same pipe never stand in the middle of one. Owned by the writer's thread.
 */
final class LogOutput {
  /** What POSIX guarantees to write to a pipe without interruption on Linux (PIPE_BUF). */
  static final int MAX_BATCH_BYTES = 4_096;

  private final OutputStream out;
  private final byte[] batch = new byte[MAX_BATCH_BYTES];
  private int length;
  private int lines;
  private long lostLines;

  LogOutput(OutputStream out) {
    this.out = out;
  }

  /** Takes a line that ends with a line feed; one that is longer than a batch goes alone. */
  void line(StringBuilder text) {
    byte[] line = text.toString().getBytes(StandardCharsets.US_ASCII);
    if (length + line.length > batch.length) {
      flush();
    }
    if (line.length > batch.length) {
      write(line, line.length, 1);
      return;
    }
    System.arraycopy(line, 0, batch, length, line.length);
    length += line.length;
    lines++;
  }

  /** Writes what is left. */
  void flush() {
    if (lines > 0) {
      write(batch, length, lines);
      length = 0;
      lines = 0;
    }
  }

  /** Lines that the output does not take are lost and counted; nothing is thrown. */
  private void write(byte[] bytes, int count, int linesInIt) {
    try {
      out.write(bytes, 0, count);
      out.flush();
    } catch (IOException | RuntimeException e) {
      // There is nobody to tell but the same broken output; the next summary counts them.
      lostLines += linesInIt;
    }
  }

  /** Lines lost since this was last asked. */
  long takeLostLines() {
    long lost = lostLines;
    lostLines = 0;
    return lost;
  }
}
