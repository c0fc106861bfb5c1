package io.canaryrouter.http;

import org.jspecify.annotations.Nullable;

/**
 * A chunk's size line (RFC 9112 section 7.1): a hexadecimal size and extensions, which are checked
 * and then of no use to anyone. It is a view, filled anew for each line.
 *
 * <p>Thread safety: confined to the connection's event loop.
 */
final class ChunkLine {
  private static final int MAX_SIZE_DIGITS = 15;
  private static final int MAX_EXTENSION_BYTES = 256;

  /** Longest line. */
  static final int MAX_BYTES = MAX_SIZE_DIGITS + MAX_EXTENSION_BYTES;

  private byte[] bytes = {};
  private int at;
  private int to;
  private int size;

  /** Bytes of data in the chunk; 0 in the last one. */
  int size() {
    return size;
  }

  @Nullable WireFault parse(byte[] line, int from, int to) {
    this.bytes = line;
    this.at = from;
    this.to = to;
    long value = 0;
    int digit;
    while (at < to && (digit = Octets.hex(line[at])) >= 0) {
      value = (value << 4) | digit;
      at++;
      // The codecs count a chunk in 31 bits; nobody sends two gigabytes in one.
      if (value > Integer.MAX_VALUE || at - from > MAX_SIZE_DIGITS) {
        return WireFault.CHUNK_TOO_LARGE;
      }
    }
    if (at == from || (at < to && line[at] != ';')) {
      return WireFault.BAD_CHUNK_SIZE;
    }
    size = (int) value;
    if (to - at > MAX_EXTENSION_BYTES) {
      return WireFault.CHUNK_LINE_TOO_LONG;
    }
    return extensions() ? null : WireFault.BAD_CHUNK_EXTENSION;
  }

  /** Blanks may follow a semicolon and surround an equals sign, as old senders put them. */
  private boolean extensions() {
    while (at < to) {
      if (!take(';')) {
        return false;
      }
      skipBlanks();
      if (!token()) {
        return false;
      }
      int nameEnd = at;
      skipBlanks();
      if (!take('=')) {
        at = nameEnd;
      } else if (!value()) {
        return false;
      }
    }
    return true;
  }

  private boolean value() {
    skipBlanks();
    return take('"') ? quotedRest() : token();
  }

  /**
   * The rest of a quoted string (RFC 9110 section 5.6.4). The line has no controls; bytes beyond
   * ASCII are refused because the codecs refuse them.
   */
  private boolean quotedRest() {
    while (at < to && bytes[at] >= 0) {
      byte b = bytes[at++];
      if (b == '"') {
        return true;
      }
      if (b == '\\' && at < to && bytes[at] >= 0) {
        at++;
      }
    }
    return false;
  }

  private boolean token() {
    int from = at;
    at = Octets.endOf(Octets.TOKEN, bytes, at, to);
    return at > from;
  }

  private boolean take(char expected) {
    if (at < to && bytes[at] == expected) {
      at++;
      return true;
    }
    return false;
  }

  private void skipBlanks() {
    while (at < to && Octets.isBlank(bytes[at])) {
      at++;
    }
  }
}
