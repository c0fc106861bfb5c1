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
    int length = to - from;
    if (length % 4 == 1) {
      return null;
    }
    byte[] bytes = new byte[length * 6 / 8];
    int bits = 0;
    int bitCount = 0;
    int size = 0;
    for (int i = from; i < to; i++) {
      int six = sixBits(text.charAt(i));
      if (six < 0) {
        return null;
      }
      bits = bits << 6 | six;
      bitCount += 6;
      if (bitCount >= 8) {
        bitCount -= 8;
        bytes[size++] = (byte) (bits >>> bitCount);
      }
    }
    boolean isCanonical = (bits & (1 << bitCount) - 1) == 0;
    return isCanonical ? bytes : null;
  }

  private static int sixBits(char c) {
    return c < SIX_BITS.length ? SIX_BITS[c] : -1;
  }
}
