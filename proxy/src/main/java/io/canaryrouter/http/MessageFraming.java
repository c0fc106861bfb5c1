package io.canaryrouter.http;

import org.jspecify.annotations.Nullable;

/**
 * How long a message's body is, by its fields alone (RFC 9112 section 6). Stricter than the RFC
 * must be: one Content-Length of plain digits, or one Transfer-Encoding that is exactly {@code
 * chunked}, never both, so that no two readers can disagree.
 *
 * <p>Thread safety: confined to the connection's event loop.
 */
final class MessageFraming {
  /** The body is chunked. */
  static final long CHUNKED = -1;

  /** The fields do not tell: no body in a request, until the connection's end in a response. */
  static final long UNTOLD = -2;

  private static final byte[] CONTENT_LENGTH = Octets.ascii("content-length");
  private static final byte[] TRANSFER_ENCODING = Octets.ascii("transfer-encoding");
  private static final byte[] CHUNKED_CODING = Octets.ascii("chunked");
  private static final int MAX_DIGITS = 18;

  private long contentLength = UNTOLD;
  private boolean coded;
  private boolean unknownCoding;

  void begin() {
    contentLength = UNTOLD;
    coded = false;
    unknownCoding = false;
  }

  /** Takes note of the field if it frames. */
  @Nullable WireFault field(FieldLine field) {
    int length = field.nameLength();
    if (length == CONTENT_LENGTH.length && field.isNamed(CONTENT_LENGTH)) {
      return contentLength(field);
    }
    if (length == TRANSFER_ENCODING.length && field.isNamed(TRANSFER_ENCODING)) {
      return transferEncoding(field);
    }
    return null;
  }

  private @Nullable WireFault contentLength(FieldLine field) {
    if (contentLength != UNTOLD) {
      return WireFault.TWO_CONTENT_LENGTHS;
    }
    byte[] bytes = field.bytes();
    int from = field.valueFrom();
    int to = field.valueTo();
    // A leading zero is in the grammar, but some read it as octal.
    boolean leadingZero = to - from > 1 && bytes[from] == '0';
    if (leadingZero || to - from > MAX_DIGITS || !Octets.isAll(Octets.DIGIT, bytes, from, to)) {
      return WireFault.BAD_CONTENT_LENGTH;
    }
    long value = 0;
    for (int i = from; i < to; i++) {
      value = value * 10 + bytes[i] - '0';
    }
    contentLength = value;
    return null;
  }

  private @Nullable WireFault transferEncoding(FieldLine field) {
    if (coded) {
      return WireFault.TWO_TRANSFER_ENCODINGS;
    }
    coded = true;
    if (!field.hasValue(CHUNKED_CODING)) {
      unknownCoding = true;
      if (!Octets.isAll(Octets.TOKEN, field.bytes(), field.valueFrom(), field.valueTo())) {
        return WireFault.BAD_TRANSFER_ENCODING;
      }
    }
    return null;
  }

  /** Judges the fields together, once all are there. */
  @Nullable WireFault end(boolean http10) {
    if (!coded) {
      return null;
    }
    if (http10) {
      return WireFault.OLD_TRANSFER_ENCODING;
    }
    if (contentLength != UNTOLD) {
      return WireFault.TWO_FRAMINGS;
    }
    return unknownCoding ? WireFault.UNKNOWN_CODING : null;
  }

  /** The body's length in bytes, or {@link #CHUNKED}, or {@link #UNTOLD}. */
  long bodyBytes() {
    return coded ? CHUNKED : contentLength;
  }
}
