package io.canaryrouter.http;

import io.netty.buffer.ByteBuf;
import io.netty.util.concurrent.FastThreadLocal;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Cuts lines that end in CRLF, and in nothing else, out of the buffers of one connection, whatever
 * pieces they arrive in. Bytes are copied in bulk into an array of the thread's and read there;
 * only a line that a buffer ends in the middle of is kept, and no byte of it is looked at twice.
 *
 * <p>Thread safety: confined to the connection's event loop.
 */
final class WireLines {
  /** How much is copied at a time: a usual head at once, but not a body behind it. */
  static final int WINDOW_BYTES = 8192;

  private static final int KEPT_BYTES = 1024;
  private static final byte[] NOTHING = {};
  private static final FastThreadLocal<byte[]> WINDOW =
      new FastThreadLocal<>() {
        @Override
        protected byte[] initialValue() {
          return new byte[WINDOW_BYTES];
        }
      };

  private byte[] bytes = NOTHING;
  private int from;
  private int to;
  private int position;
  private int scanned;
  private int limit;
  private @Nullable WireFault fault;
  private boolean tooLong;

  /** The beginning of a line whose end has not come. */
  private byte[] kept = NOTHING;

  private int keptBytes;

  /**
   * Takes the next piece of the buffer, which is not empty there, without moving its indices.
   *
   * @return the index behind the piece
   */
  int load(ByteBuf in, int index, int end) {
    int most = Math.min(end, index + WINDOW_BYTES);
    return keptBytes == 0 ? loadWindow(in, index, most) : loadBehindKept(in, index, most);
  }

  private int loadWindow(ByteBuf in, int index, int end) {
    bytes = WINDOW.get();
    position = 0;
    scanned = 0;
    limit = end - index;
    in.getBytes(index, bytes, 0, limit);
    return end;
  }

  private int loadBehindKept(ByteBuf in, int index, int most) {
    int lineFeed = in.indexOf(index, most, Octets.LF);
    int end = lineFeed < 0 ? most : lineFeed + 1;
    limit = keptBytes + end - index;
    if (limit > kept.length) {
      kept = Arrays.copyOf(kept, Math.max(limit, 2 * kept.length));
    }
    in.getBytes(index, kept, keptBytes, end - index);
    bytes = kept;
    position = 0;
    return end;
  }

  /**
   * Finds the next line in what was loaded: {@link #bytes()} from {@link #from()} to {@link #to()},
   * without its CRLF and without control characters. Without one, the rest is kept for the next
   * piece, or {@link #fault()} and {@link #isTooLong()} tell that it can never be a line.
   */
  boolean next(int maxBytes) {
    int at = Octets.firstControl(bytes, scanned, limit);
    from = position;
    to = at;
    if (at - position > maxBytes) {
      tooLong = true;
      return false;
    }
    if (at == limit || (bytes[at] == Octets.CR && at + 1 == limit)) {
      keep(at);
      return false;
    }
    if (bytes[at] != Octets.CR || bytes[at + 1] != Octets.LF) {
      fault = faultAt(bytes[at]);
      return false;
    }
    position = at + 2;
    scanned = position;
    keptBytes = 0;
    if (kept.length > KEPT_BYTES) {
      kept = NOTHING;
    }
    return true;
  }

  private static WireFault faultAt(byte b) {
    if (b == Octets.CR) {
      return WireFault.BARE_CR;
    }
    return b == Octets.LF ? WireFault.BARE_LF : WireFault.CONTROL_CHARACTER;
  }

  private void keep(int clean) {
    int length = limit - position;
    if (keptBytes == 0 && length > 0) {
      if (length > kept.length) {
        kept = new byte[Math.max(length, KEPT_BYTES / 4)];
      }
      System.arraycopy(bytes, position, kept, 0, length);
    }
    keptBytes = length;
    scanned = clean - position;
    position = limit;
  }

  /** The array of the current line; valid until the next piece is loaded. */
  byte[] bytes() {
    return bytes;
  }

  int from() {
    return from;
  }

  int to() {
    return to;
  }

  /** How many loaded bytes lie behind the current line. */
  int unread() {
    return limit - position;
  }

  /** Lets go of the current line. */
  void release() {
    bytes = NOTHING;
  }

  /** Gives the current line back, so that {@link #unread()} counts it. */
  void refuse() {
    position = from;
  }

  /** Whether the beginning of a line is kept that is not just the CR of an empty one. */
  boolean isInText() {
    return keptBytes > 0 && kept[0] != Octets.CR;
  }

  @Nullable WireFault fault() {
    return fault;
  }

  boolean isTooLong() {
    return tooLong;
  }
}
