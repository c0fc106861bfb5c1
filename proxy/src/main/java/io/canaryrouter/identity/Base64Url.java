package io.canaryrouter.identity;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Decodes base64url without padding (RFC 4648 section 5, RFC 7515 section 2).
 *
 * <p>The platform's decoder throws on bad input, takes padding and overlooks bits that stand for
 * nothing; tokens come from strangers, and bad ones must cost no exception. Stateless.
 */
final class Base64Url {
  private static final byte[] SIX_BITS = new byte[128];

  static {
    Arrays.fill(SIX_BITS, (byte) -1);
    String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    for (int i = 0; i < alphabet.length(); i++) {
      SIX_BITS[alphabet.charAt(i)] = (byte) i;
    }
  }

  private Base64Url() {}

  /** Whether {@code text[from, to)} is written in the alphabet. */
  static boolean isText(String text, int from, int to) {
    for (int i = from; i < to; i++) {
      if (sixBits(text.charAt(i)) < 0) {
        return false;
      }
    }
    return true;
  }

  /** The bytes that {@code text[from, to)} stands for, or null when it is no base64url. */
  static byte @Nullable [] decode(String text, int from, int to) {
    int rest = (to - from) % 4;
    if (rest == 1) {
      return null;
    }
    byte[] bytes = new byte[(to - from) * 6 / 8];
    int size = 0;
    for (int i = from; i < to - rest; i += 4) {
      int octets = bits(text, i) << 12 | bits(text, i + 2);
      if (octets < 0) {
        return null;
      }
      bytes[size++] = (byte) (octets >>> 16);
      bytes[size++] = (byte) (octets >>> 8);
      bytes[size++] = (byte) octets;
    }
    return rest == 0 || isTail(text, to - rest, to, bytes, size) ? bytes : null;
  }

  /** Decodes the last two or three characters, whose last bits stand for nothing and are zero. */
  private static boolean isTail(String text, int from, int to, byte[] bytes, int size) {
    int bits = bits(text, from) << 6;
    if (to - from == 3) {
      bits |= sixBits(text.charAt(from + 2));
      bytes[size + 1] = (byte) (bits >>> 2);
    }
    bytes[size] = (byte) (bits >>> 10);
    int unused = to - from == 3 ? 0x3 : 0x3ff;
    return bits >= 0 && (bits & unused) == 0;
  }

  /** The twelve bits of two characters; negative when one of them is wrong. */
  private static int bits(String text, int at) {
    return sixBits(text.charAt(at)) << 6 | sixBits(text.charAt(at + 1));
  }

  private static int sixBits(char c) {
    return c < SIX_BITS.length ? SIX_BITS[c] : -1;
  }
}
