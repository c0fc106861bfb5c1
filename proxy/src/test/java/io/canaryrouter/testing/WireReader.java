package io.canaryrouter.testing;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads HTTP/1.1 messages exactly as RFC 9112 writes them, and nothing else: no bare LF, no folded
 * line, no second framing, no chunk extension.
 *
 * <p>The strictness is the point: what the router sends to a stack or to a client must need no
 * indulgence.
 *
 * <p>Thread safety: confined to the thread that reads the connection.
 */
final class WireReader {
  /** A start line and the fields under it, as sent and as read. */
  record Head(String raw, String startLine, Fields fields) {}

  private static final int MAX_HEAD_BYTES = 1 << 20;
  private static final Pattern NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");
  private static final Pattern VALUE = Pattern.compile("[\\t\\x20-\\x7e\\x80-\\xff]*");
  private static final Pattern CHUNK_SIZE = Pattern.compile("[0-9a-fA-F]{1,8}");
  private static final Pattern LENGTH = Pattern.compile("[0-9]{1,18}");

  private final InputStream in;

  WireReader(InputStream in) {
    this.in = new BufferedInputStream(in);
  }

  /** The buffered stream, for what is not HTTP any more. */
  InputStream stream() {
    return in;
  }

  /** The next head; null when the peer closed where a message could have begun. */
  @Nullable Head readHead() throws IOException {
    StringBuilder raw = new StringBuilder();
    String startLine = readLine(raw, true);
    if (startLine == null) {
      return null;
    }
    Fields fields = readFields(raw);
    return new Head(raw.toString(), startLine, fields);
  }

  /** The message's own word on its length; -1 when it gives none and is not chunked. */
  static long declaredLength(Fields fields) throws IOException {
    List<String> lengths = fields.all("Content-Length");
    if (lengths.isEmpty()) {
      return -1;
    }
    if (lengths.size() > 1 || !fields.all("Transfer-Encoding").isEmpty()) {
      throw new MalformedMessage("more than one framing: " + fields);
    }
    if (!LENGTH.matcher(lengths.get(0)).matches()) {
      throw new MalformedMessage("Content-Length: " + lengths.get(0));
    }
    return Long.parseLong(lengths.get(0));
  }

  static boolean isChunked(Fields fields) throws IOException {
    List<String> codings = fields.all("Transfer-Encoding");
    if (codings.isEmpty()) {
      return false;
    }
    if (codings.size() > 1 || !codings.get(0).equalsIgnoreCase("chunked")) {
      throw new MalformedMessage("Transfer-Encoding: " + codings);
    }
    return true;
  }

  void readExactly(long count, Body body) throws IOException {
    byte[] piece = new byte[1 << 16];
    for (long left = count; left > 0; ) {
      int got = in.read(piece, 0, (int) Math.min(left, piece.length));
      if (got < 0) {
        throw new EOFException("closed with " + left + " bytes of the body missing");
      }
      body.add(piece, got);
      left -= got;
    }
  }

  void readToEnd(Body body) throws IOException {
    byte[] piece = new byte[1 << 16];
    for (int got = in.read(piece); got >= 0; got = in.read(piece)) {
      body.add(piece, got);
    }
  }

  /** Reads all chunks and the trailer section, which it returns. */
  Fields readChunks(Body body) throws IOException {
    while (true) {
      String size = requireLine(new StringBuilder());
      if (!CHUNK_SIZE.matcher(size).matches()) {
        throw new MalformedMessage("chunk size: " + size);
      }
      long bytes = Long.parseLong(size, 16);
      if (bytes == 0) {
        return readFields(new StringBuilder());
      }
      readExactly(bytes, body);
      if (!requireLine(new StringBuilder()).isEmpty()) {
        throw new MalformedMessage("a chunk is longer than its size");
      }
    }
  }

  private Fields readFields(StringBuilder raw) throws IOException {
    List<Fields.Field> lines = new ArrayList<>();
    for (String line = requireLine(raw); !line.isEmpty(); line = requireLine(raw)) {
      int colon = line.indexOf(':');
      if (colon < 0 || !NAME.matcher(line.substring(0, colon)).matches()) {
        throw new MalformedMessage("field line: " + line);
      }
      String value = line.substring(colon + 1).strip();
      if (!VALUE.matcher(value).matches()) {
        throw new MalformedMessage("control character in field line: " + line);
      }
      lines.add(new Fields.Field(line.substring(0, colon), value));
    }
    return new Fields(lines);
  }

  private String requireLine(StringBuilder raw) throws IOException {
    String line = readLine(raw, false);
    if (line == null) {
      throw new EOFException("closed in the middle of a message");
    }
    return line;
  }

  private @Nullable String readLine(StringBuilder raw, boolean mayEnd) throws IOException {
    int start = raw.length();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        if (mayEnd && raw.length() == start) {
          return null;
        }
        throw new EOFException("closed after: " + raw);
      }
      if (raw.length() >= MAX_HEAD_BYTES) {
        throw new MalformedMessage("a head of more than " + MAX_HEAD_BYTES + " bytes");
      }
      raw.append((char) next);
    }
    raw.append('\n');
    String line = raw.substring(start, raw.length() - 1);
    if (!line.endsWith("\r") || line.indexOf('\r') != line.length() - 1) {
      throw new MalformedMessage("bare CR or LF in: " + line);
    }
    return line.substring(0, line.length() - 1);
  }

  static byte[] bytes(String latin1) {
    return latin1.getBytes(StandardCharsets.ISO_8859_1);
  }
}
