package io.canaryrouter.http;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The classes of bytes that HTTP/1 is written in, and the few comparisons it needs (RFC 9110
 * section 5.6). Pure functions over ranges {@code [from, to)}; they allocate nothing.
 */
final class Octets {
  /** A character of a token. */
  static final int TOKEN = 1;

  static final int ALPHANUMERIC = 2;
  static final int DIGIT = 4;

  /** A character of a request target: visible ASCII, but no {@code #}. */
  static final int TARGET = 8;

  /** A character of a host's name: RFC 3986 "unreserved", all that real names need. */
  static final int NAME = 16;

  static final byte SP = ' ';
  static final byte HTAB = '\t';
  static final byte CR = '\r';
  static final byte LF = '\n';

  private static final byte[] KINDS = kinds();
  private static final VarHandle WORD =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long ONES = 0x0101010101010101L;
  private static final long SPACES = 0x2020202020202020L;
  private static final long DELETES = 0x7f7f7f7f7f7f7f7fL;
  private static final long TOPS = 0x8080808080808080L;

  private Octets() {}

  private static byte[] kinds() {
    byte[] kinds = new byte[256];
    for (int c = 0x21; c <= 0x7e; c++) {
      boolean digit = c >= '0' && c <= '9';
      boolean alphanumeric = digit || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z');
      boolean token = alphanumeric || "!#$%&'*+-.^_`|~".indexOf(c) >= 0;
      boolean name = alphanumeric || "-._~".indexOf(c) >= 0;
      kinds[c] =
          (byte)
              ((token ? TOKEN : 0)
                  | (alphanumeric ? ALPHANUMERIC : 0)
                  | (digit ? DIGIT : 0)
                  | (c != '#' ? TARGET : 0)
                  | (name ? NAME : 0));
    }
    return kinds;
  }

  /** Index of the first byte that is not of the class, or {@code to}. */
  static int endOf(int kind, byte[] bytes, int from, int to) {
    int i = from;
    while (i < to && (KINDS[bytes[i] & 0xff] & kind) != 0) {
      i++;
    }
    return i;
  }

  /** Whether the range is not empty and consists of the class alone. */
  static boolean isAll(int kind, byte[] bytes, int from, int to) {
    return from < to && endOf(kind, bytes, from, to) == to;
  }

  /**
   * Index of the first control character other than a tab, or {@code to}. Takes eight bytes at a
   * time: in a word the lowest byte found is always a true one, and only that is used.
   */
  static int firstControl(byte[] bytes, int from, int to) {
    int i = from;
    while (i + Long.BYTES <= to) {
      long found = controls((long) WORD.get(bytes, i));
      if (found == 0) {
        i += Long.BYTES;
      } else {
        i += Long.numberOfTrailingZeros(found) >>> 3;
        if (bytes[i] != HTAB) {
          return i;
        }
        i++;
      }
    }
    while (i < to && !isControl(bytes[i])) {
      i++;
    }
    return i;
  }

  private static long controls(long word) {
    long delete = word ^ DELETES;
    long below = (word - SPACES) & ~word;
    return (below | ((delete - ONES) & ~delete)) & TOPS;
  }

  private static boolean isControl(byte b) {
    return (b >= 0 && b < SP && b != HTAB) || b == 0x7f;
  }

  static boolean isBlank(byte b) {
    return b == SP || b == HTAB;
  }

  /** The value of a hexadecimal digit, or -1. */
  static int hex(byte b) {
    if (b >= '0' && b <= '9') {
      return b - '0';
    }
    int lower = b | 0x20;
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
  }

  /** Eight bytes as one number, to compare at once with {@link #word(String)}. */
  static long word(byte[] bytes, int from) {
    return (long) WORD.get(bytes, from);
  }

  static long word(String eightCharacters) {
    return word(ascii(eightCharacters), 0);
  }

  static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  static boolean equal(byte[] bytes, int from, int to, byte[] expected) {
    return Arrays.equals(bytes, from, to, expected, 0, expected.length);
  }

  /**
   * Whether the range begins with the expected text, which has lower-case letters, digits, dashes,
   * colons and slashes only. Setting bit 5 maps upper to lower case; of all bytes that it maps to
   * such a character the only others are controls, which no checked line holds.
   */
  static boolean startsIgnoringCase(byte[] bytes, int from, int to, byte[] expected) {
    if (to - from < expected.length) {
      return false;
    }
    for (int i = 0; i < expected.length; i++) {
      if ((bytes[from + i] | 0x20) != expected[i]) {
        return false;
      }
    }
    return true;
  }

  /** As {@link #startsIgnoringCase}, for the whole range. */
  static boolean equalsIgnoringCase(byte[] bytes, int from, int to, byte[] expected) {
    return to - from == expected.length && startsIgnoringCase(bytes, from, to, expected);
  }
}
