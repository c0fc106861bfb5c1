package io.canaryrouter.http;

import io.netty.handler.codec.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.function.LongSupplier;

/**
 * The ids by which one request is found in every log.
 *
 * <p>An id that came with the request is kept, from anyone, when it has the form that Rails keeps:
 * it correlates logs and is trusted for nothing. Otherwise the platform's own id is taken, else a
 * new UUID version 7 (RFC 9562 section 5.7) is made, which sorts by time. Its random bits need not
 * be secret.
 *
 * <p>Thread safety: as safe as the two suppliers.
 */
final class RequestIds {
  private static final int MAX_LENGTH = 255;
  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

  private final LongSupplier epochMillisClock;
  private final LongSupplier randomBits;

  RequestIds(LongSupplier epochMillisClock, LongSupplier randomBits) {
    this.epochMillisClock = epochMillisClock;
    this.randomBits = randomBits;
  }

  /** The id of a request, from its fields as they were received. */
  String of(HttpHeaders fields, boolean trusted) {
    String own = wellFormed(fields, FieldName.X_REQUEST_ID);
    if (own.isEmpty() && trusted) {
      own = wellFormed(fields, FieldName.RNDR_ID);
    }
    if (own.isEmpty() && trusted) {
      own = wellFormed(fields, FieldName.CF_RAY);
    }
    return own.isEmpty() ? next() : own;
  }

  /** A new id. */
  String next() {
    long time = (epochMillisClock.getAsLong() << 16) | 0x7000 | (randomBits.getAsLong() & 0xfff);
    long random = (randomBits.getAsLong() & ~(3L << 62)) | (1L << 63);
    byte[] text = new byte[36];
    text[8] = text[13] = text[18] = text[23] = '-';
    write(text, 0, time >>> 32, 8);
    write(text, 9, time >>> 16, 4);
    write(text, 14, time, 4);
    write(text, 19, random >>> 48, 4);
    write(text, 24, random, 12);
    return new String(text, StandardCharsets.ISO_8859_1);
  }

  private static void write(byte[] text, int offset, long value, int digits) {
    long rest = value;
    for (int i = offset + digits - 1; i >= offset; i--) {
      text[i] = HEX[(int) rest & 0xf];
      rest >>>= 4;
    }
  }

  /** The field's only value when it is {@code [A-Za-z0-9_-]{1,255}}, else an empty text. */
  private static String wellFormed(HttpHeaders fields, CharSequence name) {
    Iterator<? extends CharSequence> values = fields.valueCharSequenceIterator(name);
    if (!values.hasNext()) {
      return "";
    }
    CharSequence value = values.next();
    return values.hasNext() || !isWellFormed(value) ? "" : value.toString();
  }

  private static boolean isWellFormed(CharSequence value) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (!isLetterOrDigit(c) && c != '_' && c != '-') {
        return false;
      }
    }
    return value.length() > 0 && value.length() <= MAX_LENGTH;
  }

  private static boolean isLetterOrDigit(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  }
}
